"""Every address of the product, app by app."""

from django.urls import path

from cem import views

urlpatterns = [
    path("health/", views.health, name="health"),
]

handler500 = "cem.views.server_error"
