"""The OpenAPI document is sound, and every address answers as it says, whatever schemathesis sends."""

import json

import pytest
import schemathesis
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from accounts.roles import SCOPES
from organisations.tenancy import organisation_scope
from tests.cast import make_key
from tests.feedback.conftest import answer, make_survey
from tests.programme import make_programme

load_all_checks()
CHECKED = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
EXAMPLES, EXAMPLES_OF_ANSWERS = 6, 15  # answers are what other programs send


def document():
    """The OpenAPI document as the product serves it."""
    return Client().get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()


@pytest.fixture
def key(transactional_db, acme, kasia, tomek, fred):
    """A key with every scope, in a company that has something at every address; all of it committed."""
    with organisation_scope(acme):
        make_programme(acme, consultant=kasia, owner=tomek, clerk=fred)
        answer(make_survey(acme), 9, comment="Good.")
    return make_key(acme, *SCOPES)


def test_the_document_is_valid_without_a_warning(tmp_path):
    file = tmp_path / "schema.json"

    call_command("spectacular", validate=True, fail_on_warn=True, format="openapi-json", file=str(file))

    assert json.loads(file.read_text())["info"]["title"] == "CEM"


def test_the_document_names_every_address_of_the_contract(db):
    assert {f"{method} {path}" for path, methods in document()["paths"].items() for method in methods} == {
        "get /api/v1/accountability/",
        "get /api/v1/chain/",
        "get /api/v1/channel-volumes/",
        "post /api/v1/channel-volumes/",
        "get /api/v1/cycles/",
        "get /api/v1/ecosystem/",
        "get /api/v1/employees/",
        "post /api/v1/employees/",
        "get /api/v1/engagements/",
        "get /api/v1/findings/",
        "get /api/v1/ideas/",
        "get /api/v1/indicators/",
        "get /api/v1/initiatives/",
        "get /api/v1/journeys/",
        "get /api/v1/map-reviews/",
        "get /api/v1/mental-maps/",
        "get /api/v1/metrics.csv",
        "get /api/v1/metrics/",
        "get /api/v1/nps/",
        "get /api/v1/phases/",
        "get /api/v1/promise/",
        "get /api/v1/responses/",
        "post /api/v1/responses/",
        "get /api/v1/responses/{public_id}/",
        "get /api/v1/role-places/",
        "get /api/v1/scripts/",
        "get /api/v1/standards/",
        "get /api/v1/standards/{code}/values/",
        "post /api/v1/standards/{code}/values/",
        "get /api/v1/surveys/",
        "get /api/v1/touchpoints/",
        "get /api/v1/trail/",
        "get /api/v1/training/coverage/",
    }


# The application closes its connection after each request, so nothing may hang on a test's transaction.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_address_answers_as_described(key):
    application = get_wsgi_application()
    operations = [result.ok() for result in schemathesis.openapi.from_dict(document()).get_all_operations()]

    assert len(operations) == 33
    for operation in operations:
        attempt(operation, key, application)


def attempt(operation, key, application):
    """A few generated calls of one operation."""
    most = EXAMPLES_OF_ANSWERS if "responses" in operation.path else EXAMPLES

    @settings(max_examples=most, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def call(case):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {key}"}
        response = case.call(base_url="http://testserver", app=application)
        case.validate_response(response, checks=CHECKED)

    call()
