"""Notes become counts through a job; the command rebuilds and compares."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from feedback.models import Recount
from metrics import tasks
from metrics.models import Count
from operations.models import Job, JobState, Ticket
from operations.services import running
from organisations.models import Organisation
from tests.metrics.answers import answers, make_question, make_survey


def test_finder_writes_one_job_for_each_organisation_with_notes(in_acme, globex):
    survey = make_survey(in_acme)
    answers(survey, make_question(survey, "recommend"), [10, 0])

    tasks.find_notes(timezone.now())
    tasks.find_notes(timezone.now())

    assert [(ticket.organisation, ticket.kind) for ticket in Ticket.objects.all()] == [(in_acme, tasks.RECOUNT)]


def test_recount_job_counts_and_ends(acme, scoped):
    with scoped(acme):
        survey = make_survey(acme)
        answers(survey, make_question(survey, "recommend"), [10, 0])
    tasks.find_notes(timezone.now())

    running.run_ticket(Ticket.objects.get().pk)

    assert Ticket.objects.get().state == JobState.DONE
    with scoped(acme):
        assert Job.objects.get().done == 2
        assert not Recount.objects.exists()
        assert (Count.objects.get().h0, Count.objects.get().h10) == (1, 1)


def test_finished_recounts_are_forgotten_after_an_hour(acme, scoped):
    test_recount_job_counts_and_ends(acme, scoped)

    tasks.forget_recounts(timezone.now())
    assert Ticket.objects.count() == 1
    tasks.forget_recounts(timezone.now() + tasks.KEPT_FOR)
    assert Ticket.objects.count() == 0


def test_recount_command_rebuilds_and_check_exits_with_1_on_a_difference(acme, scoped, capsys):
    with scoped(acme):
        survey = make_survey(acme)
        answers(survey, make_question(survey, "recommend"), [10, 0])
        Recount.objects.all().delete()

    with pytest.raises(CommandError) as refused:
        call_command("recount", check=True)
    call_command("recount", organisation="acme")
    call_command("recount", organisation="acme", check=True)

    assert refused.value.returncode == 1
    assert "acme: 2 responses counted." in capsys.readouterr().out
    assert Organisation.objects.get(slug="acme").stamp > 0


def test_recount_command_refuses_an_unknown_organisation(db):
    with pytest.raises(CommandError, match="no organisation nowhere"):
        call_command("recount", organisation="nowhere")
