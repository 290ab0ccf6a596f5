"""Addresses of surveys and answers: the public page, the organisation's pages, the API."""

from django.urls import path

from accounts.rest import both
from feedback.api.responses import OneResponse, Responses
from feedback.api.surveys import Surveys
from feedback.views import answers, instruments, points, privacy, public, surveys
from feedback.views.imports import runs, wizard

app_name = "feedback"

_HERE = "o/<slug:slug>/feedback"
_INSTRUMENT = f"{_HERE}/questionnaires/<slug:code>"
_QUESTION = f"{_INSTRUMENT}/questions/<slug:question>"
_POINT = f"{_HERE}/points/<uuid:point>"
_IMPORT = f"{_HERE}/imports/<uuid:run_id>"

urlpatterns = [
    *both("api/v1/responses", Responses.as_view(), name="api-responses"),
    *both("api/v1/responses/<uuid:public_id>", OneResponse.as_view(), name="api-response"),
    *both("api/v1/surveys", Surveys.as_view(), name="api-surveys"),
    path("s/<str:code>", public.survey_page, name="survey_page"),
    path("s/<str:code>/", public.survey_page, name="survey_page-slash"),
    path("s/<str:code>/thanks/<str:own>", public.thanks_page, name="survey_thanks"),
    path("s/<str:code>/correct/<str:own>", public.correct_page, name="survey_correct"),
    path(f"{_HERE}/", answers.answer_list, name="answers"),
    path(f"{_HERE}/answers/<uuid:answer>/", answers.answer_page, name="answer"),
    path(f"{_HERE}/answers/<uuid:answer>/flag/", answers.answer_flag, name="answer_flag"),
    path(f"{_HERE}/surveys/", surveys.survey_list, name="surveys"),
    path(f"{_HERE}/new-survey/", surveys.survey_new, name="survey_new"),
    path(f"{_HERE}/surveys/<slug:code>/", surveys.survey_page, name="survey"),
    path(f"{_HERE}/surveys/<slug:code>/edit/", surveys.survey_edit, name="survey_edit"),
    path(f"{_HERE}/surveys/<slug:code>/preview/", surveys.survey_preview, name="survey_preview"),
    path(f"{_HERE}/surveys/<slug:code>/state/", surveys.survey_state, name="survey_state"),
    path(f"{_HERE}/surveys/<slug:code>/new-point/", points.point_new, name="point_new"),
    path(f"{_HERE}/questionnaires/", instruments.instrument_list, name="instruments"),
    path(f"{_HERE}/new-questionnaire/", instruments.instrument_new, name="instrument_new"),
    path(f"{_INSTRUMENT}/", instruments.instrument_page, name="instrument"),
    path(f"{_INSTRUMENT}/order/", instruments.instrument_arrange, name="instrument_arrange"),
    path(f"{_INSTRUMENT}/version/", instruments.instrument_version, name="instrument_version"),
    path(f"{_INSTRUMENT}/new-question/", instruments.question_new, name="question_new"),
    path(f"{_QUESTION}/", instruments.question_edit, name="question"),
    path(f"{_QUESTION}/archive/", instruments.option_archive, name="option_archive"),
    path(f"{_HERE}/imports/", wizard.imports, name="imports"),
    path(f"{_HERE}/new-import/", wizard.import_new, name="import_new"),
    path(f"{_IMPORT}/reading/", wizard.import_reading, name="import_reading"),
    path(f"{_IMPORT}/columns/", wizard.import_columns, name="import_columns"),
    path(f"{_IMPORT}/values/", wizard.import_values, name="import_values"),
    path(f"{_IMPORT}/", runs.import_run_page, name="import_run"),
    path(f"{_IMPORT}/check/", runs.import_check, name="import_check"),
    path(f"{_IMPORT}/start/", runs.import_start, name="import_start"),
    path(f"{_IMPORT}/undo/", runs.import_undo, name="import_undo"),
    path(f"{_IMPORT}/keep/", runs.import_keep, name="import_keep"),
    path(f"{_IMPORT}/profile.toml", runs.import_profile, name="import_profile"),
    path(f"{_IMPORT}/rejected.csv", runs.import_report, name="import_report"),
    path("o/<slug:slug>/settings/privacy/", privacy.privacy_desk, name="privacy"),
    path(f"{_HERE}/scales/", instruments.scale_list, name="scales"),
    path(f"{_HERE}/new-scale/", instruments.scale_new, name="scale_new"),
    path(f"{_HERE}/standard-scales/", instruments.scales_standard, name="scales_standard"),
    path(f"{_HERE}/points/", points.point_list, name="points"),
    path(f"{_POINT}/", points.point_page, name="point"),
    path(f"{_POINT}/qr.<slug:kind>", points.point_qr, name="point_qr"),
    path(f"{_POINT}/card/", points.point_card, name="point_card"),
    path(f"{_POINT}/state/", points.point_state, name="point_state"),
]
