"""Two senders at the same moment."""

import threading

import pytest
from django.db import connection

from feedback.models import Recount, Response
from feedback.services.intake import Conflict
from organisations.models import Organisation
from organisations.tenancy import organisation_scope
from tests.feedback.conftest import answer, make_survey


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scores", [[9] * 6, [9, 2, 9, 2, 9, 2]])
def test_the_same_external_id_sent_at_once_is_stored_once(scores):
    organisation = Organisation.objects.create(slug="race", name="Race")
    with organisation_scope(organisation):
        survey = make_survey(organisation)
    outcomes: list[str] = []
    together = threading.Barrier(len(scores))

    def send(score):
        together.wait()
        try:
            with organisation_scope(organisation):
                recorded = answer(survey, score, external_id="R-1")
            outcomes.append("created" if recorded.created else "unchanged")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(score,)) for score in scores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = (
        ["created", *["unchanged"] * 5] if len(set(scores)) == 1 else [*["conflict"] * 3, "created", *["unchanged"] * 2]
    )
    assert sorted(outcomes) == sorted(expected)
    with organisation_scope(organisation):
        assert Response.objects.count() == 1
        assert Recount.objects.count() == 1
