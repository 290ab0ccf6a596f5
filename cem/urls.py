"""Every address of the product, app by app."""

from django.urls import path

from accounts.rest import both
from cem import api_docs, views

urlpatterns = [
    path("health/", views.health, name="health"),
    *both("api/v1/schema", api_docs.Schema.as_view(), name="schema"),
    path("api/docs/", api_docs.Docs.as_view(), name="api-docs"),
]

handler500 = "cem.views.server_error"
