"""Addresses of journeys, touchpoints and scripts."""

from django.urls import path

from accounts.rest import both
from touchpoints import api
from touchpoints.views import journeys, my_work, scripts, touchpoints

app_name = "touchpoints"

_O = "o/<slug:slug>"
_MAP = f"{_O}/p/<slug:engagement>/touchpoints"
_STAGE = f"{_MAP}/<slug:journey>/<slug:stage>"
_T = f"{_O}/touchpoints"

urlpatterns = [
    path(f"{_O}/me/", my_work.my_work, name="my_work"),
    path(f"{_O}/me/scripts/", my_work.my_scripts, name="my_scripts"),
    path(f"{_MAP}/", journeys.touchpoints, name="touchpoints"),
    path(f"{_MAP}/new/", journeys.journey_new, name="journey_new"),
    path(f"{_MAP}/<slug:journey>/new/", journeys.stage_new, name="stage_new"),
    path(f"{_STAGE}/edit/", journeys.stage_edit, name="stage_edit"),
    path(f"{_STAGE}/place/", journeys.place, name="place"),
    path(f"{_STAGE}/<slug:code>/remove/", journeys.unplace, name="unplace"),
    path(f"{_T}/", touchpoints.touchpoint_list, name="touchpoint_list"),
    path(f"{_T}/new/", touchpoints.touchpoint_new, name="touchpoint_new"),
    path(f"{_T}/<slug:code>/", touchpoints.touchpoint, name="touchpoint"),
    path(f"{_T}/<slug:code>/edit/", touchpoints.touchpoint_edit, name="touchpoint_edit"),
    path(f"{_T}/<slug:code>/people/", touchpoints.touchpoint_people, name="touchpoint_people"),
    path(f"{_T}/<slug:code>/archive/", touchpoints.touchpoint_archive, name="touchpoint_archive"),
    path(f"{_T}/<slug:code>/design/", touchpoints.design_edit, name="design_edit"),
    path(f"{_T}/<slug:code>/design/<int:number>/approve/", touchpoints.design_approve, name="design_approve"),
    path(f"{_T}/<slug:code>/script/", scripts.script, name="script"),
    path(f"{_T}/<slug:code>/script/edit/", scripts.script_edit, name="script_edit"),
    path(f"{_T}/<slug:code>/script/<int:number>/", scripts.script, name="script_version"),
    path(f"{_T}/<slug:code>/script/<int:number>/propose/", scripts.script_propose, name="script_propose"),
    path(f"{_T}/<slug:code>/script/<int:number>/decide/", scripts.script_decide, name="script_decide"),
    *both("api/v1/journeys", api.Journeys.as_view(), "journeys"),
    *both("api/v1/touchpoints", api.Touchpoints.as_view(), "touchpoints-api"),
    *both("api/v1/scripts", api.Scripts.as_view(), "scripts"),
]
