"""Addresses of surveys and answers: the public page, the organisation's pages, the API."""

from django.urls import path

from accounts.rest import both
from feedback.api.responses import OneResponse, Responses
from feedback.api.surveys import Surveys
from feedback.views import public

app_name = "feedback"

urlpatterns = [
    path("s/<str:code>", public.survey_page, name="survey_page"),
    path("s/<str:code>/", public.survey_page, name="survey_page-slash"),
    path("s/<str:code>/thanks/<str:own>", public.thanks_page, name="survey_thanks"),
    path("s/<str:code>/correct/<str:own>", public.correct_page, name="survey_correct"),
    *both("api/v1/responses", Responses.as_view(), name="api-responses"),
    *both("api/v1/responses/<uuid:public_id>", OneResponse.as_view(), name="api-response"),
    *both("api/v1/surveys", Surveys.as_view(), name="api-surveys"),
]
