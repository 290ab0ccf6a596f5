"""What a balancer and the supervisor are told."""

import pytest
from django.db import OperationalError, connection

from cem import views
from cem.versions import PRODUCT


@pytest.fixture(autouse=True)
def _unknown_state(monkeypatch):
    monkeypatch.setattr(views, "_migrated", False)


@pytest.mark.django_db
def test_health_says_the_versions(client):
    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["cem"] == PRODUCT
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_health_waits_for_migrations(client, monkeypatch):
    monkeypatch.setattr(views.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["status"] == "the database waits for migrations"
    assert response["Retry-After"] == "2"


@pytest.mark.django_db
def test_health_says_when_the_database_is_gone(client, monkeypatch):
    def refuse():
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["status"] == "the database does not answer"
