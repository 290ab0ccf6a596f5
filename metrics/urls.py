"""Addresses of figures: the API and the organisation's pages."""

from django.urls import path

from accounts.rest import both
from metrics.api.figures import Indicators, Metrics, MetricsFile, Nps
from metrics.views import cards, claims, comparing, definitions, effects, exports, gaps, results

app_name = "metrics"

_O = "o/<slug:slug>"

urlpatterns = [
    path("api/v1/metrics.csv", MetricsFile.as_view(), name="api-metrics-csv"),
    *both("api/v1/metrics", Metrics.as_view(), name="api-metrics"),
    *both("api/v1/nps", Nps.as_view(), name="api-nps"),
    *both("api/v1/indicators", Indicators.as_view(), name="api-indicators"),
    path(f"{_O}/feedback/surveys/<slug:survey>/results/", results.results, name="results"),
    path(f"{_O}/feedback/surveys/<slug:survey>/results/crosstab/", results.crosstab_page, name="crosstab"),
    path(f"{_O}/feedback/surveys/<slug:survey>/export/", exports.export, name="export"),
    path(f"{_O}/feedback/exports/<uuid:job>/", exports.export_state, name="export_state"),
    path(f"{_O}/feedback/exports/<uuid:job>/file/", exports.export_file, name="export_file"),
    path(f"{_O}/compare/", comparing.compare, name="compare"),
    path(f"{_O}/indicators/", definitions.indicators, name="indicators"),
    path(f"{_O}/indicators/<slug:key>/", definitions.definition, name="definition"),
    path(f"{_O}/figures.csv", definitions.figures_file, name="figures_csv"),
    path(f"{_O}/promise/gap/", gaps.gap_page, name="gaps"),
    path(f"{_O}/promise/gap.csv", gaps.gaps_file, name="gaps_csv"),
    path(f"{_O}/promise/claims/<slug:claim>/measure/", claims.claim_measure, name="claim_measure"),
    path(f"{_O}/cards/claim/<slug:claim>/", claims.claim_card, name="claim_card"),
    path(f"{_O}/cards/change/<uuid:initiative>/", effects.change_card, name="change_card"),
    path(f"{_O}/cards/touchpoint/<slug:touchpoint>/", cards.touchpoint_card, name="touchpoint_card"),
]
