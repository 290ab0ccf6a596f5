"""The OpenAPI document of the answers, tried by schemathesis: nothing breaks, and every answer is as described."""

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from cem.wsgi import application
from tests.cast import make_key
from tests.feedback.conftest import answer, make_survey

load_all_checks()
CHECKED = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
OURS = r"^/api/v1/(responses|surveys)/"


@pytest.fixture
def key(transactional_db, in_acme):
    """A key that may do everything here, in a company with a survey and an answer."""
    answer(make_survey(in_acme), 9, comment="Good.")
    return make_key(in_acme, "responses:read", "responses:write", "comments:read")


# The application closes its connection after each request, so nothing may hang on a test's transaction.
@pytest.mark.django_db(transaction=True)
def test_every_address_answers_as_described(key):
    raw = Client().get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()
    schema = schemathesis.openapi.from_dict(raw).include(path_regex=OURS)
    operations = [result.ok() for result in schema.get_all_operations()]
    for operation in operations:
        _try(operation, key)
    assert {operation.label for operation in operations} == {
        "GET /api/v1/responses/",
        "POST /api/v1/responses/",
        "GET /api/v1/responses/{public_id}/",
        "GET /api/v1/surveys/",
    }


def _try(operation, key):
    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def attempt(case):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {key}"}
        response = case.call(base_url="http://testserver", app=application)
        case.validate_response(response, checks=CHECKED)

    attempt()
