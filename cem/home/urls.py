"""Addresses of the first pages."""

from django.urls import path

from cem.chain.views import chain
from cem.home.views import board, finding, organisation, portfolio

app_name = "cem"

urlpatterns = [
    path("", portfolio.portfolio, name="portfolio"),
    path("o/<slug:slug>/", organisation.organisation, name="organisation"),
    path("o/<slug:slug>/search/", finding.search, name="search"),
    path("o/<slug:slug>/promise/chain/", chain, name="chain"),
    path("o/<slug:slug>/p/<slug:engagement>/", board.board, name="board"),
    path("o/<slug:slug>/p/<slug:engagement>/now/", board.now, name="board_now"),
]
