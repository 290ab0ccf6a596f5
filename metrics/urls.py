"""Addresses of figures: the API and the organisation's pages."""

from django.urls import path

from accounts.rest import both
from metrics.api.figures import Indicators, Metrics, MetricsFile, Nps

app_name = "metrics"

urlpatterns = [
    path("api/v1/metrics.csv", MetricsFile.as_view(), name="api-metrics-csv"),
    *both("api/v1/metrics", Metrics.as_view(), name="api-metrics"),
    *both("api/v1/nps", Nps.as_view(), name="api-nps"),
    *both("api/v1/indicators", Indicators.as_view(), name="api-indicators"),
]
