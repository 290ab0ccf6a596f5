"""Addresses of the programme."""

from django.urls import path

from accounts.rest import both
from programs import api
from programs.views import cycles, engagements, gates, segments, waivers

app_name = "programs"

_P = "o/<slug:slug>/p/<slug:engagement>"
_STAGE = f"{_P}/cycle/<int:number>/<slug:kind>"
_SEGMENTS = "o/<slug:slug>/settings/segments"

urlpatterns = [
    path("o/<slug:slug>/engagements/new/", engagements.engagement_new, name="engagement_new"),
    path(f"{_P}/vision/", engagements.vision, name="vision"),
    path(f"{_P}/cycle/", cycles.cycle, name="cycle"),
    path(f"{_P}/cycle/<int:number>/next/", cycles.next_cycle, name="next_cycle"),
    path(f"{_STAGE}/plan/", cycles.stage_plan, name="stage_plan"),
    path(f"{_STAGE}/start/", cycles.stage_start, name="stage_start"),
    path(f"{_STAGE}/propose/", gates.gate_propose, name="gate_propose"),
    path(f"{_STAGE}/nevertheless/", waivers.waiver_propose, name="waiver_propose"),
    path(f"{_STAGE}/deliverables/<slug:code>/", cycles.deliverable, name="deliverable"),
    path(f"{_P}/gates/<uuid:gate>/", gates.gate, name="gate"),
    path(f"{_P}/nevertheless/<uuid:waiver>/", waivers.waiver, name="waiver"),
    path(f"{_SEGMENTS}/", segments.segments, name="segments"),
    path(f"{_SEGMENTS}/new/", segments.axis_edit, name="axis_new"),
    path(f"{_SEGMENTS}/<slug:code>/", segments.axis_edit, name="axis_edit"),
    path(f"{_SEGMENTS}/<slug:axis>/new/", segments.segment_edit, name="segment_new"),
    path(f"{_SEGMENTS}/<slug:axis>/<slug:code>/", segments.segment_edit, name="segment_edit"),
    path(f"{_SEGMENTS}/<slug:axis>/<slug:code>/archive/", segments.segment_archive, name="segment_archive"),
    *both("api/v1/engagements", api.Engagements.as_view(), "engagements"),
    *both("api/v1/cycles", api.Cycles.as_view(), "cycles"),
    *both("api/v1/phases", api.Phases.as_view(), "phases"),
]
