"""The activity trail: written, sealed, verified, and refused to be changed."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from operations.models import Job, TrailEntry, TrailHead
from operations.queries import verify_trail
from operations.sealing import seal_of
from operations.services import record_trail
from operations.services.running import run_ticket
from operations.services.sealing import plan_sealing, seal_some
from operations.services.trail import plain
from organisations.models import Organisation
from organisations.tenancy import organisation_scope


def enter(organisation, count=1):
    return [
        record_trail(organisation=organisation, actor="ada", action="survey.opened", details={"number": number})
        for number in range(count)
    ]


def tamper(sql, *values):
    """What somebody with the database's own tools could do: past the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER trail_no_update")
            cursor.execute("DROP TRIGGER trail_no_delete")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE operations_trailentry DISABLE TRIGGER USER")
        cursor.execute(sql, values)


def test_entry_keeps_who_did_what_to_what(in_acme):
    entry = record_trail(
        organisation=in_acme,
        actor="7",
        actor_name="Ada",
        action="organisation.renamed",
        target=in_acme,
        details={"from": "A"},
    )

    entry.refresh_from_db()
    assert (entry.actor_name, entry.target_kind, entry.target_name) == ("Ada", "organisation", "Acme")
    assert (entry.target_id, entry.details, entry.sequence) == (str(in_acme.public_id), {"from": "A"}, None)


def test_details_read_back_from_any_database_as_they_were_written():
    identity = UUID(int=1)

    kept = plain(
        {"n": 1, "share": 0.1, "sum": Decimal("1.50"), "day": date(2026, 5, 1), "ids": [identity], "odd": "a\x00b"}
    )

    assert kept == {"n": 1, "share": "0.1", "sum": "1.50", "day": "2026-05-01", "ids": [str(identity)], "odd": "a�b"}


def test_entries_are_sealed_in_order_each_with_the_seal_before(in_acme):
    enter(in_acme, 3)

    assert seal_some(organisation=in_acme) == 3
    assert seal_some(organisation=in_acme) == 0

    first, second, third = TrailEntry.objects.order_by("sequence")
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert (first.previous_hash, second.previous_hash) == ("", first.entry_hash)
    assert third.previous_hash == second.entry_hash
    assert len({first.entry_hash, second.entry_hash, third.entry_hash}) == 3


def test_sealing_is_planned_for_organisations_with_new_entries_only(acme, globex):
    with organisation_scope(acme):
        enter(acme, 2)

    plan_sealing()
    plan_sealing()

    with organisation_scope(globex):
        assert Job.objects.count() == 0
    with organisation_scope(acme):
        job = Job.objects.get()
        run_ticket(job.ticket_id)
        assert (TrailEntry.objects.filter(sequence=None).count(), verify_trail(organisation=acme).sealed) == (0, 2)


def test_verification_counts_the_unsealed_tail(in_acme):
    enter(in_acme, 2)
    seal_some(organisation=in_acme)
    enter(in_acme, 3)

    found = verify_trail(organisation=in_acme)

    assert (found.holds, found.sealed, found.unsealed) == (True, 2, 3)


@pytest.mark.parametrize(
    ("change", "reason", "sequence"),
    [
        ("UPDATE operations_trailentry SET action = 'nothing' WHERE sequence = 2", "changed", 2),
        ("UPDATE operations_trailentry SET actor = 'olga' WHERE sequence = 3", "changed", 3),
        ("UPDATE operations_trailentry SET previous_hash = 'x' WHERE sequence = 2", "moved", 2),
        ("DELETE FROM operations_trailentry WHERE sequence = 1", "missing", 1),
        ("DELETE FROM operations_trailentry WHERE sequence = 2", "missing", 2),
        ("DELETE FROM operations_trailentry WHERE sequence = 3", "end_missing", 3),
    ],
)
def test_first_broken_entry_is_named(in_acme, change, reason, sequence):
    entries = enter(in_acme, 3)
    seal_some(organisation=in_acme)
    tamper(change)

    found = verify_trail(organisation=in_acme)

    assert (found.holds, found.reason, found.broken_sequence) == (False, reason, sequence)
    assert found.broken_id in {str(entry.public_id) for entry in entries} | {""}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE operations_trailentry SET action = 'nothing'",
        "UPDATE operations_trailentry SET action = 'nothing', sequence = 9",
        "DELETE FROM operations_trailentry",
    ],
)
@pytest.mark.parametrize("sealed", [True, False])
def test_database_refuses_to_change_or_delete_an_entry(in_acme, change, sealed):
    enter(in_acme)
    if sealed:
        seal_some(organisation=in_acme)

    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert TrailEntry.objects.get().action == "survey.opened"


def test_database_refuses_to_seal_an_entry_anew(in_acme):
    enter(in_acme)
    seal_some(organisation=in_acme)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        TrailEntry.objects.update(entry_hash="another")


def test_command_names_the_broken_trail_and_fails(acme, globex, capsys):
    for organisation in (acme, globex):
        with organisation_scope(organisation):
            enter(organisation, 2)
            seal_some(organisation=organisation)
    call_command("verify_audit")
    assert "2 trails checked, all unbroken" in capsys.readouterr().out
    tamper("UPDATE operations_trailentry SET action = 'nothing' WHERE organisation_id = %s AND sequence = 2", globex.pk)

    with pytest.raises(CommandError, match="1 of 2 trails broken"):
        call_command("verify_audit")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "acme: 2 sealed, 0 waiting for their seal"
    assert lines[1].startswith("globex: 1 sealed, 0 waiting for their seal; BROKEN at entry 2 (")


def test_organisation_moved_to_another_database_still_verifies(in_acme):
    enter(in_acme, 2)
    seal_some(organisation=in_acme)
    Organisation.objects.create(slug="first-here", name="Takes the next number")

    moved_entry = TrailEntry.objects.order_by("sequence").last()
    moved_entry.pk += 1000

    assert seal_of(moved_entry, in_acme.public_id) == TrailHead.objects.get().entry_hash
