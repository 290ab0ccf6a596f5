"""Addresses under /o/<slug>/settings/ that belong to the house's own work."""

from django.urls import path

from cem.desk.views import files, jobs, mailbox, notices, trail

app_name = "operations"

urlpatterns = [
    path("trail/", trail.trail, name="trail"),
    path("trail/verify/", trail.verify, name="verify"),
    path("trail.csv", trail.trail_csv, name="trail-csv"),
    path("notifications/", notices.notifications, name="notifications"),
    path("notifications/read/", notices.read, name="read"),
    path("notifications/channels/", notices.channels, name="channels"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:public_id>/", jobs.job, name="job"),
    path("jobs/<uuid:public_id>/resume/", jobs.resume_job, name="resume"),
    path("jobs/<uuid:public_id>/cancel/", jobs.cancel_job, name="cancel"),
    path("files/<uuid:public_id>/", files.file, name="file"),
]
