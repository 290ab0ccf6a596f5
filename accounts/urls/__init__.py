"""Addresses about people: the first run, invitations, the own account, and the organisation's settings."""

from django.urls import path

from accounts.views import account, entrance

app_name = "accounts"

urlpatterns = [
    path("first-run/", entrance.first_run, name="first_run"),
    path("invitation/<str:token>/", entrance.accept, name="accept"),
    path("account/", account.account, name="account"),
    path("preferences/", account.preferences, name="preferences"),
]
