"""Addresses of the promise."""

from django.urls import path

from brandpromise import views

app_name = "brandpromise"

urlpatterns = [
    path("o/<slug:slug>/promise/", views.promise, name="promise"),
    path("o/<slug:slug>/promise/draft/", views.draft, name="draft"),
    path("o/<slug:slug>/promise/edit/", views.edit, name="edit"),
    path("o/<slug:slug>/promise/<int:number>/", views.version, name="version"),
    path("o/<slug:slug>/promise/<int:number>/propose/", views.propose, name="propose"),
    path("o/<slug:slug>/promise/<int:before>/<int:after>/", views.comparison, name="comparison"),
]
