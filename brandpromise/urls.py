"""Addresses of the promise."""

from django.urls import path

from accounts.rest import both
from brandpromise import api
from brandpromise.views import carriers, claims, consultation, feasibility, versions, vision, writing

app_name = "brandpromise"

_P = "o/<slug:slug>/promise"
_V = f"{_P}/<int:number>"

urlpatterns = [
    path(f"{_P}/", versions.promise, name="promise"),
    path(f"{_P}/draft/", versions.draft, name="draft"),
    path(f"{_P}/edit/", writing.edit, name="edit"),
    path(f"{_P}/vision/", vision.vision, name="vision"),
    path(f"{_P}/vision/read/", vision.vision_read, name="vision_read"),
    path(f"{_P}/vision/team/", vision.vision_team, name="vision_team"),
    path(f"{_P}/carriers/", carriers.carriers, name="carriers"),
    path(f"{_P}/carriers/new/", carriers.carrier_edit, name="carrier_new"),
    path(f"{_P}/carriers/<slug:code>/", carriers.carrier, name="carrier"),
    path(f"{_P}/carriers/<slug:code>/edit/", carriers.carrier_edit, name="carrier_edit"),
    path(f"{_P}/carriers/<slug:code>/archive/", carriers.carrier_archive, name="carrier_archive"),
    path(f"{_P}/claims/", claims.claims, name="claims"),
    path(f"{_P}/claims/new/", claims.claim_edit, name="claim_new"),
    path(f"{_P}/claims/<slug:code>/", claims.claim, name="claim"),
    path(f"{_P}/claims/<slug:code>/edit/", claims.claim_edit, name="claim_edit"),
    path(f"{_P}/claims/<slug:code>/archive/", claims.claim_archive, name="claim_archive"),
    path(f"{_P}/remarks/<uuid:remark>/answer/", consultation.remark_answer, name="remark_answer"),
    path(f"{_V}/", versions.version, name="version"),
    path(f"{_V}/propose/", versions.propose, name="propose"),
    path(f"{_V}/withdraw/", versions.withdraw, name="withdraw"),
    path(f"{_V}/consultation/", consultation.consultation, name="consultation"),
    path(f"{_V}/consultation/open/", consultation.consultation_open, name="consultation_open"),
    path(f"{_V}/consultation/close/", consultation.consultation_close, name="consultation_close"),
    path(f"{_V}/feasibility/", feasibility.feasibility, name="feasibility"),
    path(f"{_V}/feasibility/ask/", feasibility.units_ask, name="units_ask"),
    path(f"{_V}/feasibility/<slug:unit>/", feasibility.sign, name="sign"),
    path(f"{_P}/<int:before>/<int:after>/", versions.comparison, name="comparison"),
    *both("api/v1/promise", api.HeldPromise.as_view(), "promise-api"),
]
