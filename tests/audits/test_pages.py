"""The pages of audits: opened, written into, closed, compared, carried on – and by whom."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audits.models import Audit, AuditKind, Finding, FindingState
from operations.models import TrailEntry
from programs.models import StageState
from tests.audits.conftest import Story
from tests.cast import make_key
from touchpoints.models import Design, Initiative
from touchpoints.services import assign_member

P = "/o/acme/p/passengers/"


@pytest.fixture
def ada_page(story: Story, signed_in):
    """Ada of the committee, signed in."""
    return signed_in(User.objects.get(email="ada@example.org"))


@pytest.fixture
def otto_page(story: Story, signed_in, in_acme):
    """Otto, who owns the restrooms, signed in."""
    otto = User.objects.get(email="otto@example.org")
    membership = otto.memberships.get(organisation=in_acme)
    assign_member(touchpoint=story.clean.touchpoint, membership=membership, actor="test")
    return signed_in(otto)


@pytest.fixture
def reaudit(story: Story, ada_page):
    """The re-audit over the second wave, opened on its page and compared with the first."""
    ada_page.post(f"{P}audit/open/", {"kind": "reaudit"})
    audit = Audit.objects.get(kind=AuditKind.REAUDIT)
    chosen = {"survey": story.second.pk, "compared_with": story.first.pk}
    ada_page.post(f"{P}audit/{audit.public_id}/surveys/", chosen)
    return audit


def said(title="Dirty restrooms", **fields):
    return {"title_en": title, "text_en": "Every second one.", "severity": "hurts", **fields}


def test_audit_is_opened_and_rests_on_a_survey_of_its_programme(story, ada_page):
    before = ada_page.get(f"{P}audit/").content.decode()
    opened = ada_page.post(f"{P}audit/open/", {"kind": "audit"}, follow=True)
    audit = Audit.objects.get()
    ada_page.post(f"{P}audit/{audit.public_id}/surveys/", {"survey": story.first.pk})
    page = ada_page.get(f"{P}audit/")

    assert "Nothing of the audit is written down yet" in before
    assert (opened.status_code, audit.kind, audit.cycle) == (200, "audit", story.cycle)
    assert [(line.survey.code, line.answers) for line in page.context["lines"]] == [("wave-1", 60)]

    ada_page.post(f"{P}audit/{audit.public_id}/surveys/", {"remove": "wave-1"})
    assert not audit.surveys.exists()


def test_finding_is_written_with_a_figure_frozen_as_evidence(story, ada_page, reaudit, answered_more):
    chosen = said(touchpoint=story.clean.touchpoint_id, evidence="wave-2|clean|rating_top2")

    page = ada_page.post(f"{P}audit/{reaudit.public_id}/findings/new/", chosen, follow=True)
    answered_more()
    later = ada_page.get(page.redirect_chain[-1][0])

    finding = Finding.objects.get()
    assert (finding.severity, finding.touchpoint, finding.evidence[0]["n"]) == ("hurts", story.clean.touchpoint, 60)
    (shown,) = later.context["evidence"]
    assert (shown.row["value"], shown.moved, shown.today.n) == (100.0, True, 100)
    assert "Dirty restrooms" in later.content.decode()


def test_finding_without_a_title_or_with_an_unknown_figure_is_not_kept(story, ada_page, reaudit):
    new = f"{P}audit/{reaudit.public_id}/findings/new/"

    untitled = ada_page.post(new, said(title=""))
    unknown = ada_page.post(new, said(evidence="wave-9|clean|rating_top2"))

    assert (set(untitled.context["form"].errors), set(unknown.context["form"].errors)) == ({"title"}, {"evidence"})
    assert not Finding.objects.exists()


def test_finding_is_edited_answered_and_ended(story, ada_page, reaudit):
    ada_page.post(f"{P}audit/{reaudit.public_id}/findings/new/", said(touchpoint=story.clean.touchpoint_id))
    finding = Finding.objects.get()
    address = f"{P}findings/{finding.public_id}/"
    design = Design.objects.create(
        organisation=story.organisation,
        touchpoint=story.clean.touchpoint,
        number=1,
        desired={"en": "Clean at any hour"},
    )

    ada_page.post(f"{address}edit/", said(title="Wet floors", touchpoint=story.clean.touchpoint_id))
    ada_page.post(f"{address}answer/", {"design": design.pk})
    finding.refresh_from_db()
    assert (finding.title["en"], finding.design, finding.state) == ("Wet floors", design, FindingState.ANSWERED)

    ada_page.post(f"{address}outcome/", {"outcome": "Cleaned twice an hour", "is_closed": "on"})
    finding.refresh_from_db()
    assert (finding.outcome, finding.state) == ("Cleaned twice an hour", FindingState.CLOSED)


def test_a_change_answers_a_finding_and_shows_what_asked_for_it(story, ada_page, otto_page, reaudit, client, in_acme):
    chosen = said(touchpoint=story.clean.touchpoint_id, evidence="wave-2|clean|rating_top2")
    ada_page.post(f"{P}audit/{reaudit.public_id}/findings/new/", chosen)
    finding = Finding.objects.get()
    change = Initiative.objects.create(
        organisation=story.organisation, engagement=story.engagement, number=7, name={"en": "Cleaners by day"},
        domain="processes",
    )  # fmt: skip
    link = f"{P}findings/{finding.public_id}/change/"

    otto_page.post(link, {"change": change.public_id})
    otto_page.post(link, {"change": change.public_id})
    finding.refresh_from_db()
    assert finding.state == FindingState.ANSWERED
    assert TrailEntry.objects.get(action="finding.change_linked").details["change"] == 7
    assert "Cleaners by day" in ada_page.get(f"{P}findings/{finding.public_id}/").content.decode()
    card = ada_page.get(f"/o/acme/audit/changes/{change.public_id}/findings/").content.decode()
    assert "Dirty restrooms" in card
    assert "n 60" in card

    key = make_key(in_acme, "programme:read")
    (row,) = client.get("/api/v1/findings/", headers={"authorization": f"Bearer {key}"}).json()["results"]
    assert (row["initiatives"], row["touchpoint"], row["evidence"][0]["value"]) == ([7], "restrooms", 100.0)

    ada_page.post(link, {"change": change.public_id, "remove": "1"})
    finding.refresh_from_db()
    assert (finding.state, finding.changes.exists()) == (FindingState.OPEN, False)


def test_closing_says_what_it_freezes_and_then_nothing_is_taken(story, ada_page, reaudit, answered_more):
    close = f"{P}audit/{reaudit.public_id}/close/"

    asked = ada_page.get(close)
    assert [line.survey.code for line in asked.context["lines"]] == ["wave-2"]
    assert Audit.objects.get().closed_at is None, "asking closes nothing"
    ada_page.post(close)
    answered_more()
    late = ada_page.post(f"{P}audit/{reaudit.public_id}/findings/new/", said())
    ada_page.post(f"{P}audit/{reaudit.public_id}/summary/", {"summary_en": "Too late"})
    page = ada_page.get(f"{P}reaudit/")

    reaudit.refresh_from_db()
    assert (reaudit.closed_at is not None, reaudit.summary, Finding.objects.exists()) == (True, {}, False)
    assert late.context["form"].errors["__all__"]
    assert page.context["sentence"] == "Better: Restrooms, clean; no detectable change elsewhere"
    view = page.context["comparison"]
    assert [row.name for row in view.with_verdict("better")] == ["Restrooms, clean"]
    assert [row.name for row in view.compared] == ["Restrooms, clean", "Restaurants"]


def test_audit_without_a_survey_is_not_closed(story, ada_page):
    ada_page.post(f"{P}audit/open/", {"kind": "audit"})
    audit = Audit.objects.get()

    page = ada_page.post(f"{P}audit/{audit.public_id}/close/", follow=True)

    assert "Choose at least one survey first" in page.content.decode()
    assert Audit.objects.get().closed_at is None


def test_next_cycle_opens_from_the_reaudit_with_its_open_findings(story, ada_page, reaudit):
    ada_page.post(f"{P}audit/{reaudit.public_id}/findings/new/", said())
    ada_page.post(f"{P}audit/{reaudit.public_id}/close/")
    story.cycle.stages.update(state=StageState.PASSED)
    type(story.cycle).objects.filter(pk=story.cycle.pk).update(closed_on=datetime.now(UTC).date())

    ada_page.post(f"{P}cycle/1/next/")
    page = ada_page.get(f"{P}audit/")

    assert (page.context["cycle"].number, page.context["audit"].carried_from) == (2, reaudit)
    assert [(finding.title["en"], finding.state) for finding in page.context["findings"]] == [
        ("Dirty restrooms", FindingState.OPEN)
    ]
    assert [tab[0] for tab in page.context["cycle_tabs"]] == ["Cycle 1", "Cycle 2"]
    assert ada_page.get(f"{P}reaudit/?cycle=1").context["next"].number == 2


def test_pages_open_for_whom_they_are_made(story, ada_page, reaudit, signed_in, boss, kasia, fred, adam, olga):
    ada_page.post(f"{P}audit/{reaudit.public_id}/findings/new/", said())
    finding = f"{P}findings/{Finding.objects.get().public_id}/"
    reads = [f"{P}audit/", f"{P}reaudit/", finding]
    writes = [f"{P}audit/{reaudit.public_id}/findings/new/", f"{finding}edit/", f"{P}audit/{reaudit.public_id}/close/"]

    found = {user.name: [signed_in(user).get(page).status_code for page in (*reads, *writes)]
             for user in (boss, kasia, fred, adam, olga)}  # fmt: skip

    assert found == {
        "Bruno Sponsor": [200, 200, 200, 403, 403, 403],
        "Kasia Consultant": [200] * 6,
        "Fred Frontline": [403] * 6,
        "Adam Administrator": [403] * 6,
        "Olga Outsider": [404] * 6,
    }


def test_owner_writes_about_own_touchpoints_and_closes_nothing(story, otto_page, ada_page, reaudit):
    new = f"{P}audit/{reaudit.public_id}/findings/new/"

    about_theirs = otto_page.post(new, said(touchpoint=story.food.touchpoint_id))
    about_nothing = otto_page.post(new, said())
    about_own = otto_page.post(new, said(touchpoint=story.clean.touchpoint_id))
    closed = otto_page.post(f"{P}audit/{reaudit.public_id}/close/")

    assert set(about_theirs.context["form"].errors) == {"touchpoint"}
    assert set(about_nothing.context["form"].errors) == {"touchpoint"}
    assert (about_own.status_code, closed.status_code) == (302, 403)
    assert Finding.objects.get().touchpoint == story.clean.touchpoint


def test_reaudit_takes_the_same_queries_with_one_finding_and_with_three(story, ada_page, reaudit):
    new = f"{P}audit/{reaudit.public_id}/findings/new/"
    counted = []
    for more in (1, 2):
        for _finding in range(more):
            ada_page.post(new, said(touchpoint=story.clean.touchpoint_id, evidence="wave-2|clean|rating_top2"))
        ada_page.get(f"{P}reaudit/")
        with CaptureQueriesContext(connection) as asked:
            ada_page.get(f"{P}reaudit/")
        counted.append(len(asked))

    assert counted[0] == counted[1]
