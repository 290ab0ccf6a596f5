"""Jobs: asked for once, started once, resumed at their cursor, parked after three starts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from operations.jobs import ExpectedFailure, JobCancelled, UnknownKind
from operations.models import Job, JobState, Notification, Ticket
from operations.services import CannotResume, cancel, enqueue, resume
from operations.services.running import run_ticket
from operations.sweeper import sweep
from organisations.tenancy import organisation_scope
from tests.operations.kinds import count_to, known_kind


def ask(organisation, kind, **more):
    with organisation_scope(organisation):
        return enqueue(organisation=organisation, kind=kind, payload={}, actor="tests", **more)


def reloaded(organisation, job):
    with organisation_scope(organisation):
        return Job.objects.select_related("ticket").get(pk=job.pk)


def make_due(job):
    Ticket.objects.filter(pk=job.ticket_id).update(due_at=timezone.now() - timedelta(seconds=1))


def let_lease_end(job):
    Ticket.objects.filter(pk=job.ticket_id).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_job_runs_to_its_end_in_chunks(acme):
    with known_kind(count_to(3)) as kind:
        job = ask(acme, kind, title="Counting")

        assert run_ticket(job.ticket_id) == JobState.DONE

    done = reloaded(acme, job)
    assert (done.ticket.state, done.done, done.total, done.cursor) == ("done", 3, 3, {"at": 3})
    assert done.result == {"counted": [1, 2, 3]}
    assert done.started_at
    assert done.finished_at


def test_job_done_is_not_done_again_when_the_message_comes_twice(acme):
    with known_kind(count_to(1)) as kind:
        job = ask(acme, kind)
        run_ticket(job.ticket_id)

        assert run_ticket(job.ticket_id) is None

    assert reloaded(acme, job).result == {"counted": [1]}


def test_job_not_due_yet_is_left_alone(acme):
    with known_kind(count_to(1)) as kind:
        job = ask(acme, kind, due_at=timezone.now() + timedelta(hours=1))

        assert run_ticket(job.ticket_id) is None

    assert reloaded(acme, job).ticket.attempts == 0


def test_unknown_kind_is_refused(acme):
    with pytest.raises(UnknownKind):
        ask(acme, "tests.nobody")


def test_waiting_job_of_a_key_is_returned_and_made_due_earlier(acme):
    now = timezone.now()
    with known_kind(count_to(1)) as kind:
        first = ask(acme, kind, unique_key="survey 7", due_at=now + timedelta(hours=1))
        second = ask(acme, kind, unique_key="survey 7", due_at=now)
        other = ask(acme, kind, unique_key="survey 8")

    assert second == first
    assert other != first
    assert reloaded(acme, first).ticket.due_at == now


def test_key_is_free_again_once_its_job_has_started(acme):
    with known_kind(count_to(1)) as kind:
        first = ask(acme, kind, unique_key="survey 7")
        run_ticket(first.ticket_id)

        assert ask(acme, kind, unique_key="survey 7") != first


def test_job_waits_while_another_of_its_key_is_at_work(acme):
    later = []

    def work(run):
        job = ask(acme, "tests.work", unique_key="one at a time")
        later.append(job)
        assert run_ticket(job.ticket_id) is None

    with known_kind(work) as kind:
        run_ticket(ask(acme, kind, unique_key="one at a time").ticket_id)

    with known_kind(count_to(1)):
        assert run_ticket(later[0].ticket_id) == JobState.DONE


def test_work_turned_away_at_the_door_is_rung_for_as_soon_as_the_door_is_open(acme):
    """Its message is gone by then, and the net would ring again half a minute later only."""
    later = []

    def work(run):
        job = ask(acme, "tests.work", unique_key="one at a time")
        sweep(timezone.now(), rung_before=timezone.now())
        assert run_ticket(job.ticket_id) is None
        assert reloaded(acme, job).ticket.rung_at
        later.append(job)

    with known_kind(work) as kind:
        run_ticket(ask(acme, kind, unique_key="one at a time").ticket_id)

    assert reloaded(acme, later[0]).ticket.rung_at is None


def test_failed_chunk_leaves_cursor_and_result_of_the_last_good_one(acme):
    def work(run):
        with run.chunk():
            run.cursor["at"] = 1
            run.progress(1, 2)
        with run.chunk():
            run.cursor["at"] = 2
            run.progress(2, 2)
            raise RuntimeError("in the middle")

    with known_kind(work) as kind:
        job = ask(acme, kind)
        assert run_ticket(job.ticket_id) == JobState.RUNNING

    stopped = reloaded(acme, job)
    assert (stopped.cursor, stopped.done) == ({"at": 1}, 1)
    assert stopped.error_id
    assert stopped.ticket.due_at > timezone.now()
    assert stopped.ticket.lease_until is None


def test_job_that_raises_is_parked_after_three_starts_and_its_starter_told(acme, ada):
    starts = []

    def work(run):
        starts.append(run.attempts)
        raise RuntimeError("always")

    with known_kind(work) as kind:
        with organisation_scope(acme):
            job = enqueue(organisation=acme, kind=kind, payload={}, actor=str(ada.public_id), title="Waves")
        for _start in range(5):
            make_due(job)
            run_ticket(job.ticket_id)

    parked = reloaded(acme, job)
    assert starts == [1, 2, 3]
    assert parked.ticket.state == JobState.PARKED
    assert parked.error
    with organisation_scope(acme):
        notice = Notification.objects.get()
    assert (notice.recipient, notice.kind) == (ada.public_id, "job.parked")
    assert notice.text["en"] == "Stopped after three starts: Waves"


def test_job_whose_process_dies_is_parked_after_three_starts(acme):
    starts = []

    def work(run):
        starts.append(run.attempts)
        raise SystemExit

    with known_kind(work) as kind:
        job = ask(acme, kind)
        for _start in range(3):
            with pytest.raises(SystemExit):
                run_ticket(job.ticket_id)
            let_lease_end(job)

        assert run_ticket(job.ticket_id) == JobState.PARKED

    assert starts == [1, 2, 3]
    assert reloaded(acme, job).ticket.state == JobState.PARKED


def test_start_that_moved_the_cursor_is_forgiven(acme):
    def work(run):
        with run.chunk():
            run.cursor["at"] = run.cursor.get("at", 0) + 1
        if run.cursor["at"] < 6:
            raise SystemExit

    with known_kind(work) as kind:
        job = ask(acme, kind)
        for _start in range(5):
            with pytest.raises(SystemExit):
                run_ticket(job.ticket_id)
            let_lease_end(job)

        assert run_ticket(job.ticket_id) == JobState.DONE


def test_expected_failure_is_shown_and_not_tried_again(acme):
    def work(run):
        raise ExpectedFailure("The file has no heading row.")

    with known_kind(work) as kind:
        job = ask(acme, kind)
        assert run_ticket(job.ticket_id) == JobState.FAILED

    failed = reloaded(acme, job)
    assert (failed.ticket.state, failed.error) == ("failed", "The file has no heading row.")


def test_worker_that_lost_its_lease_stops_before_changing_anything(acme):
    """The first worker falls silent after a chunk; a second one takes over and finishes before the first goes on."""

    def fall_silent(run):
        with run.chunk():
            run.cursor["at"] = 1
        let_lease_end(job)
        with known_kind(count_to(4), run_name):
            assert run_ticket(job.ticket_id) == JobState.DONE
        with run.chunk():
            run.cursor["at"] = 99

    run_name = "tests.silent"
    with known_kind(fall_silent, run_name):
        job = ask(acme, run_name)
        assert run_ticket(job.ticket_id) is None

    assert reloaded(acme, job).cursor == {"at": 4}


def test_waiting_job_is_cancelled_at_once(acme):
    with known_kind(count_to(1)) as kind:
        job = ask(acme, kind)
        with organisation_scope(acme):
            cancel(job=job, actor="tests")

        assert run_ticket(job.ticket_id) is None

    assert reloaded(acme, job).ticket.state == JobState.CANCELLED


def test_job_at_work_is_cancelled_before_its_next_chunk(acme):
    def work(run):
        with run.chunk():
            run.cursor["at"] = 1
        with organisation_scope(acme):
            cancel(job=Job.objects.get(pk=run.job_id), actor="tests")
        with pytest.raises(JobCancelled), run.chunk():
            run.cursor["at"] = 2
        with run.chunk():
            run.cursor["at"] = 3

    with known_kind(work) as kind:
        job = ask(acme, kind)
        assert run_ticket(job.ticket_id) == JobState.CANCELLED

    assert reloaded(acme, job).cursor == {"at": 1}


def test_parked_job_is_resumed_at_its_cursor_with_new_starts(acme):
    with known_kind(count_to(2)) as kind:
        job = ask(acme, kind)
        Ticket.objects.filter(pk=job.ticket_id).update(state=JobState.PARKED, attempts=3)
        with organisation_scope(acme):
            Job.objects.filter(pk=job.pk).update(cursor={"at": 1}, error="stopped")
            resume(job=job, actor="tests")

        assert run_ticket(job.ticket_id) == JobState.DONE

    assert reloaded(acme, job).result == {"counted": [2]}


def test_job_that_is_not_parked_cannot_be_resumed(acme):
    with known_kind(count_to(1)) as kind:
        job = ask(acme, kind)
        with organisation_scope(acme), pytest.raises(CannotResume):
            resume(job=job, actor="tests")


def test_parked_job_cannot_be_resumed_while_another_of_its_key_waits(acme):
    with known_kind(count_to(1)) as kind:
        job = ask(acme, kind, unique_key="survey 7")
        Ticket.objects.filter(pk=job.ticket_id).update(state=JobState.PARKED)
        ask(acme, kind, unique_key="survey 7")
        with organisation_scope(acme), pytest.raises(CannotResume):
            resume(job=job, actor="tests")
