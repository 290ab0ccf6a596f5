"""Rows past the ORM: a few as one INSERT, many by PostgreSQL's COPY, stored alike either way."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback import bulk
from feedback.answers.filling import Filling
from feedback.models import Answer, AnswerOption, Customer, Recount, Response
from feedback.queries.plans import plan
from feedback.services.intake import Entry, record_many
from tests.feedback.conftest import NOW

FEW, MANY = bulk.COPIED_FROM - 1, bulk.COPIED_FROM
# What a copied line would take for its own signs.
ODD_WORDS = ("tab\there", "\\N", "\\.", "two\nlines\r\n", 'a "quote", a comma', "żółć 🙂", "null")


def store(survey, fillings):
    return record_many(
        organisation=survey.organisation, entries=[Entry(plan(survey), Filling(**one)) for one in fillings], now=NOW
    )


def copies(captured):
    """The tables that rows were copied for."""
    return [query["sql"].split('"')[1] for query in captured if query["sql"].startswith("COPY ")]


@pytest.mark.parametrize(("few", "many"), [(2, FEW), (MANY, 5 * MANY)])
def test_a_batch_asks_the_database_no_more_for_many_than_for_few(visit, django_assert_max_num_queries, few, many):
    def batch(count, customer):
        scores = [{"answers": {"recommend": n % 11}, "external_id": f"{customer}-{n}"} for n in range(count)]
        return [{**score, "customer": customer} for score in scores]

    with CaptureQueriesContext(connection) as asked:
        store(visit, batch(few, "C-1"))
    with django_assert_max_num_queries(len(asked)):
        store(visit, batch(many, "C-2"))
    assert Response.objects.count() == Answer.objects.count() == few + many
    assert Recount.objects.count() == 2  # one note a batch


@pytest.mark.parametrize(("count", "copied"), [(FEW, False), (MANY, True)])
def test_rows_are_stored_as_they_are_whichever_way_they_go(visit, count, copied):
    fillings = [
        {
            "answers": {
                "recommend": n % 11,
                "why": ODD_WORDS[n % len(ODD_WORDS)],
                "minutes": n / 2,
                "came": "2026-05-09",
                "used": ["wifi"],
            },
            "external_id": f"E-{n}",
            "metadata": {"said": ODD_WORDS[n % len(ODD_WORDS)]},
        }
        for n in range(count)
    ]

    with CaptureQueriesContext(connection) as asked:
        store(visit, fillings)

    staged = ["staged_feedback_response", "staged_feedback_answer", "staged_feedback_answeroption"]
    # Every filling has five answers, which are many already when the fillings are not.
    wanted = staged if copied else staged[1:2]
    assert copies(asked) == (wanted if connection.vendor == "postgresql" else [])
    stored = {
        response.external_id: (response.metadata, {row.question.code: row for row in response.answers.all()})
        for response in Response.objects.prefetch_related("answers__question")
    }
    assert len(stored) == count
    for n, filling in enumerate(fillings):
        metadata, answers = stored[f"E-{n}"]
        assert metadata == filling["metadata"]
        assert (answers["recommend"].value, answers["why"].text) == (n % 11, filling["answers"]["why"])
        assert (answers["minutes"].number, answers["came"].day) == (n / 2, date(2026, 5, 9))
    assert AnswerOption.objects.filter(option__code="wifi").count() == count


@pytest.mark.parametrize("count", [FEW, MANY])
def test_rows_whose_key_is_taken_are_left_out_and_counted(in_acme, count):
    columns = ("organisation_id", "public_id", "code", "created_at")
    made = [Customer(organisation=in_acme, code=f"C-{n}") for n in range(count)]
    rows = [(in_acme.pk, one.public_id.hex, one.code, str(NOW.replace(tzinfo=None))) for one in made]
    Customer.objects.create(organisation=in_acme, code="C-1")

    written = bulk.insert_new(Customer, columns, rows, once=("organisation_id", "code"))
    again = bulk.insert_new(Customer, columns, rows, once=("organisation_id", "code"))

    assert (written, again) == (count - 1, 0)
    assert Customer.objects.count() == count
