"""Addresses about people: the first run, invitations, the own account, and the organisation's settings."""

from django.urls import include, path

from accounts.api import Employees
from accounts.rest import both
from accounts.views import account, entrance, job_roles, keys, members, organisation, roster, units

app_name = "accounts"

settings = [
    path("", organisation.settings, name="settings"),
    path("members/", members.members, name="members"),
    path("members.csv", members.members_csv, name="members-csv"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<uuid:public_id>/", members.member, name="member"),
    path("members/<uuid:public_id>/end/", members.end_membership, name="end-membership"),
    path("invitations/<uuid:public_id>/withdraw/", members.withdraw, name="withdraw-invitation"),
    path("invitations/<uuid:public_id>/resend/", members.resend, name="resend-invitation"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new_unit, name="new-unit"),
    path("units/<slug:code>/edit/", units.unit, name="unit"),
    path("units/<slug:code>/archive/", units.archive, name="archive-unit"),
    path("channels/", organisation.channels, name="channels"),
    path("channels/<slug:code>/", organisation.channel, name="channel"),
    path("roster/", roster.roster, name="roster"),
    path("roster.csv", roster.roster_csv, name="roster-csv"),
    path("roster/new/", roster.employee, name="new-employee"),
    path("roster/upload/", roster.upload, name="roster-upload"),
    path("roster/upload/<uuid:public_id>/", roster.difference, name="roster-difference"),
    path("roster/<uuid:public_id>/", roster.employee, name="employee"),
    path("roster/upload/<uuid:public_id>/job-roles/", roster.make_job_roles, name="roster-job-roles"),
    path("job-roles/", job_roles.job_roles, name="job-roles"),
    path("job-roles/new/", job_roles.new_job_role, name="new-job-role"),
    path("job-roles/<slug:code>/edit/", job_roles.job_role, name="job-role"),
    path("job-roles/<slug:code>/archive/", job_roles.archive, name="archive-job-role"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<uuid:public_id>/withdraw/", keys.withdraw, name="withdraw-key"),
]

urlpatterns = [
    path("first-run/", entrance.first_run, name="first_run"),
    path("invitation/<str:token>/", entrance.accept, name="accept"),
    path("account/", account.account, name="account"),
    path("preferences/", account.preferences, name="preferences"),
    path("o/<slug:slug>/settings/", include(settings)),
    *both("api/v1/employees", Employees.as_view(), "api-employees"),
]
