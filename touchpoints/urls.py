"""Addresses of journeys, touchpoints and scripts."""

from django.urls import path

from accounts.rest import both
from touchpoints import api
from touchpoints.views import (
    backlog,
    cards_at_counter,
    designs,
    maps,
    my_work,
    offline,
    script_editor,
    scripts,
    standards,
    touchpoints,
)

app_name = "touchpoints"

_O = "o/<slug:slug>"
_MAP = f"{_O}/p/<slug:engagement>/touchpoints"
_DRAWN = f"{_O}/p/<slug:engagement>/maps/<uuid:key>"
_STAGE = f"{_DRAWN}/stages/<uuid:stage>"
_T = f"{_O}/touchpoints"
_DESIGN = f"{_T}/<slug:code>/design/<int:number>"
_SCRIPT = f"{_T}/<slug:code>/script/<int:number>"

urlpatterns = [
    path(f"{_O}/me/", my_work.my_work, name="my_work"),
    path(f"{_O}/me/scripts/", my_work.my_scripts, name="my_scripts"),
    path(f"{_O}/me/kept/", offline.kept, name="kept"),
    path(f"{_O}/me/kept.json", offline.kept_list, name="kept_list"),
    path("offline-worker.js", offline.worker, name="offline_worker"),
    path(f"{_MAP}/", maps.pages.touchpoints, name="touchpoints"),
    path(f"{_MAP}/new/", maps.versions.journey_new, name="journey_new"),
    path(f"{_MAP}/<slug:journey>/import/", maps.exchange.import_map, name="map_import"),
    path(f"{_DRAWN}/copy/", maps.versions.copy, name="map_copy"),
    path(f"{_DRAWN}/lock/", maps.versions.lock, name="map_lock"),
    path(f"{_DRAWN}/undo/", maps.notes.undo, name="map_undo"),
    path(f"{_DRAWN}/difference/<uuid:other>/", maps.pages.difference, name="map_difference"),
    path(f"{_DRAWN}/export/<slug:kind>/", maps.exchange.export, name="map_export"),
    path(f"{_DRAWN}/stages/new/", maps.stages.stage_new, name="stage_new"),
    path(f"{_STAGE}/", maps.stages.stage_edit, name="stage_edit"),
    path(f"{_STAGE}/move/", maps.stages.stage_move, name="stage_move"),
    path(f"{_STAGE}/remove/", maps.stages.stage_remove, name="stage_remove"),
    path(f"{_STAGE}/place/", maps.places.place_new, name="place_new"),
    path(f"{_STAGE}/feeling/", maps.notes.feeling, name="feeling"),
    path(f"{_STAGE}/notes/<slug:lane>/", maps.notes.note_new, name="note_new"),
    path(f"{_DRAWN}/places/<uuid:place>/", maps.places.place_edit, name="place_edit"),
    path(f"{_DRAWN}/places/<uuid:place>/drop/", maps.places.place_drop, name="place_drop"),
    path(f"{_DRAWN}/places/<uuid:place>/remove/", maps.places.place_remove, name="place_remove"),
    path(f"{_DRAWN}/notes/<uuid:note>/", maps.notes.note_edit, name="note_edit"),
    path(f"{_DRAWN}/notes/<uuid:note>/remove/", maps.notes.note_remove, name="note_remove"),
    path(f"{_O}/scripts/", scripts.script_list, name="script_list"),
    path(f"{_T}/", touchpoints.touchpoint_list, name="touchpoint_list"),
    path(f"{_T}/new/", touchpoints.touchpoint_new, name="touchpoint_new"),
    path(f"{_T}/<slug:code>/", touchpoints.touchpoint, name="touchpoint"),
    path(f"{_T}/<slug:code>/edit/", touchpoints.touchpoint_edit, name="touchpoint_edit"),
    path(f"{_T}/<slug:code>/people/", touchpoints.touchpoint_people, name="touchpoint_people"),
    path(f"{_T}/<slug:code>/archive/", touchpoints.touchpoint_archive, name="touchpoint_archive"),
    path(f"{_T}/<slug:code>/design/", designs.design_edit, name="design_edit"),
    path(f"{_DESIGN}/", designs.design, name="design"),
    path(f"{_DESIGN}/approve/", designs.design_approve, name="design_approve"),
    path(f"{_T}/<slug:code>/design/<int:before>/<int:after>/", designs.design_comparison, name="design_comparison"),
    path(f"{_T}/<slug:code>/standards/<slug:standard>/", standards.standard, name="standard"),
    path(f"{_T}/<slug:code>/standards/<slug:standard>/value/", standards.standard_value, name="standard_value"),
    path(f"{_T}/<slug:code>/standards/<slug:standard>/file/", standards.standard_file, name="standard_file"),
    path(f"{_T}/<slug:code>/script/", scripts.script, name="script"),
    path(f"{_T}/<slug:code>/script/edit/", script_editor.script_edit, name="script_edit"),
    path(f"{_T}/<slug:code>/script/opened/", backlog.script_opened, name="script_opened"),
    path(f"{_T}/<slug:code>/script/judged/", backlog.script_judged, name="script_judged"),
    path(f"{_T}/<slug:code>/script/card/", cards_at_counter.script_card, name="script_card"),
    path(f"{_T}/<slug:code>/script/qr.svg", cards_at_counter.script_qr, name="script_qr"),
    path(f"{_SCRIPT}/", scripts.script, name="script_version"),
    path(f"{_SCRIPT}/propose/", scripts.script_propose, name="script_propose"),
    path(f"{_SCRIPT}/decide/", scripts.script_decide, name="script_decide"),
    path(f"{_SCRIPT}/passages/<uuid:passage>/", scripts.passage_sign_off, name="passage_sign_off"),
    path(f"{_T}/<slug:code>/script/<int:before>/<int:after>/", scripts.script_comparison, name="script_comparison"),
    path(f"{_T}/<slug:code>/backlog/", backlog.backlog, name="backlog"),
    path(f"{_T}/<slug:code>/backlog/<uuid:remark>/", backlog.misfit_answer, name="misfit_answer"),
    *both("api/v1/journeys", api.Journeys.as_view(), "journeys"),
    *both("api/v1/touchpoints", api.Touchpoints.as_view(), "touchpoints-api"),
    *both("api/v1/scripts", api.Scripts.as_view(), "scripts"),
    *both("api/v1/standards", api.Standards.as_view(), "standards-api"),
    *both("api/v1/standards/<slug:code>/values", api.StandardValues.as_view(), "standard-values-api"),
]
