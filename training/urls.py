"""Addresses of people and training."""

from django.urls import path

from accounts.rest import both
from training import api
from training.views import courses as views
from training.views import knowledge

app_name = "training"

_T = "o/<slug:slug>/training"

urlpatterns = [
    path(f"{_T}/", views.people, name="people"),
    path(f"{_T}/new/", views.course_new, name="course_new"),
    path(f"{_T}/sessions/<uuid:session>/", views.session, name="session"),
    path(f"{_T}/courses/<slug:code>/", views.course, name="course"),
    path(f"{_T}/courses/<slug:code>/edit/", views.course_edit, name="course_edit"),
    path(f"{_T}/courses/<slug:code>/archive/", views.course_archive, name="course_archive"),
    path(f"{_T}/courses/<slug:code>/sessions/new/", views.session_new, name="session_new"),
    path(f"{_T}/knowledge/", knowledge.checks, name="checks"),
    path(f"{_T}/knowledge/draft/", knowledge.check_draft, name="check_draft"),
    path(f"{_T}/knowledge/<int:number>/", knowledge.check, name="check"),
    path(f"{_T}/knowledge/<int:number>/questions/", knowledge.check_question, name="check_question"),
    path(
        f"{_T}/knowledge/<int:number>/questions/<int:question>/remove/",
        knowledge.check_question_remove,
        name="check_question_remove",
    ),
    path(f"{_T}/knowledge/<int:number>/state/", knowledge.check_state, name="check_state"),
    path("o/<slug:slug>/me/promise-check/", knowledge.my_check, name="my_check"),
    path("o/<slug:slug>/me/learning/", views.my_record, name="my_record"),
    *both("api/v1/training/coverage", api.CoverageRows.as_view(), "coverage"),
]
