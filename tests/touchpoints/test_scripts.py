"""Scripts: written in steps with hard cases, contacts and vetted passages; approved, expiring, found, read."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from operations.models import Notification, TrailEntry
from tests.cast import make_key
from tests.programme import NOON, make_promise
from tests.touchpoints.editing import script_form
from touchpoints import services
from touchpoints.models import Script, ScriptPassage, VersionState
from touchpoints.queries import own_touchpoints, readable_script
from touchpoints.queries.scripts import compare_scripts, script_lines, validity_of
from touchpoints.queries.skeletons import script_skeleton
from touchpoints.services import BranchText, ContactText, PassageText, StepText
from touchpoints.services.expiry import tell_owners

COUNTER = "/o/acme/touchpoints/counter/"
EDIT = f"{COUNTER}script/edit/"
LAW = {"en": "You may withdraw within 14 days."}


@pytest.fixture
def write(programme, kasia, as_viewer):
    """Draft the next version of the counter's script."""

    def draft(**more):
        told = {"title": {"en": "At the counter"}, "steps": [StepText({"en": "Greet"})], "escalation": {}, **more}
        return services.draft_script(touchpoint=programme.counter, by=as_viewer(kasia), **told)

    return draft


@pytest.fixture
def publish(write, programme):
    """Draft, propose and approve."""

    def approve(at=NOON, **more):
        script = write(**more)
        services.propose_script(script=script, by=programme.all_powerful)
        services.approve_script(script=script, by=programme.all_powerful, at=at)
        return script

    return approve


def test_a_script_is_written_with_all_its_parts(programme, fred, signed_in):
    sent = script_form(
        revision=0, title_en="At the counter", expires_on="2030-05-31", why="Guests asked",
        steps=[{"act_en": "Greet", "branches": [{"when_en": "No answer", "then_en": "Wave", "contact": "1"}]}],
        contacts=[{"name_en": ""}, {"name_en": "Shift lead", "phone": "21", "hours_en": "6–22"}],
        passages=[{"text_en": LAW["en"], "basis": "Act 5"}],
    )  # fmt: skip

    answer = signed_in(fred).post(EDIT, sent)

    script = Script.objects.get(number=2)
    assert answer.headers["Location"] == f"{COUNTER}script/2/"
    assert (script.expires_on, script.revision) == (date(2030, 5, 31), 1)
    branch = script.steps.get().branches.get()
    assert (branch.when, branch.then, branch.contact.name) == (
        {"en": "No answer"}, {"en": "Wave"}, {"en": "Shift lead"},
    )  # fmt: skip
    assert script.contacts.count() == 1
    assert (script.passages.get().text, script.passages.get().vetted_at) == (LAW, None)


def test_steps_move_by_buttons_and_nothing_is_saved(programme, fred, signed_in):
    steps = [{"act_en": "First"}, {"act_en": "Second"}]

    page = signed_in(fred).post(EDIT, script_form(title_en="T", steps=steps, do="down-step-0"))

    assert [form.initial["act"]["en"] for form in page.context["editor"].steps] == ["Second", "First"]
    assert page.context["focus"] == "down-step-1"
    assert Script.objects.count() == 1


def test_an_unknown_arrangement_is_refused(programme, fred, signed_in):
    assert signed_in(fred).post(EDIT, script_form(title_en="T", do="explode")).status_code == 400


def test_a_script_without_steps_is_not_saved(programme, fred, signed_in):
    page = signed_in(fred).post(EDIT, script_form(title_en="T", steps=[{"act_en": ""}]))

    assert "at least one step" in page.content.decode()
    assert Script.objects.count() == 1


def test_a_step_that_does_not_say_what_to_do_is_refused_and_nothing_typed_is_lost(programme, fred, signed_in):
    steps = [{"act_en": "Greet"}, {"say_en": "Welcome!", "branches": [{"when_en": "No answer", "then_en": "Wave"}]}]

    sent = script_form(title_en="T", steps=steps, passages=[{"basis": "Act 5"}], propose="1")
    page = signed_in(fred).post(EDIT, sent).content.decode()

    for words in ("Step 2 holds something", "Passage 1 has no words", "Welcome!", "No answer", "Act 5"):
        assert words in page
    assert Script.objects.count() == 1


def test_the_next_version_does_not_inherit_the_day_on_which_the_one_before_ends(programme, publish, fred, signed_in):
    publish(expires_on=date(2026, 12, 13))

    page = signed_in(fred).get(EDIT)

    assert page.context["editor"].form.initial["expires_on"] is None
    assert "holds until" in page.content.decode()


def test_the_later_of_two_editors_sees_both_texts(programme, fred, kasia, write, signed_in):
    write(title={"en": "By Kasia"})

    answer = signed_in(fred).post(EDIT, script_form(0, title_en="By Fred", steps=[{"act_en": "Smile"}]))

    assert answer.context["both"].whose == "Kasia Consultant"
    assert Script.objects.get(number=2).title == {"en": "By Kasia"}
    signed_in(fred).post(EDIT, script_form(answer.context["revision"], title_en="By both", steps=[{"act_en": "Smile"}]))
    assert Script.objects.get(number=2).title == {"en": "By both"}


def test_a_draft_approved_meanwhile_is_not_written_over(programme, fred, write, publish, signed_in):
    publish()

    answer = signed_in(fred).post(EDIT, script_form(1, title_en="Mine", steps=[{"act_en": "Smile"}]))

    assert "begins the next version" in answer.content.decode()
    signed_in(fred).post(EDIT, script_form(answer.context["revision"], title_en="Mine", steps=[{"act_en": "Smile"}]))
    assert list(Script.objects.order_by("number").values_list("number", "state")) == [
        (1, "retired"), (2, "approved"), (3, "draft"),
    ]  # fmt: skip


def test_passages_need_a_sign_off_before_approval(programme, write, boss, as_viewer):
    script = write(passages=[PassageText(LAW)])
    services.propose_script(script=script, by=programme.all_powerful)

    with pytest.raises(services.PassageNotVetted):
        services.approve_script(script=script, by=as_viewer(boss), at=NOON)
    services.sign_off_passage(
        passage=script.passages.get(), vetted_by="Lena Lawyer", valid_until=date(2026, 12, 31), by=as_viewer(boss),
        at=NOON,
    )  # fmt: skip
    services.approve_script(script=script, by=as_viewer(boss), at=NOON)

    assert script.state == VersionState.APPROVED
    entry = TrailEntry.objects.get(action="script.passage_signed_off")
    assert (entry.actor_name, entry.details["vetted_by"]) == ("Bruno Sponsor", "Lena Lawyer")


def test_a_changed_passage_needs_a_new_sign_off_and_an_unchanged_one_keeps_it(programme, publish_signed, write):
    publish_signed()

    kept = write(passages=[PassageText({"en": "You may  withdraw within 14 days. "})]).passages.get()
    assert (kept.vetted_by, kept.valid_until) == ("Lena Lawyer", date(2026, 12, 31))

    changed = write(passages=[PassageText({"en": "You may withdraw within 30 days."})]).passages.get()
    assert (changed.vetted_by, changed.vetted_at, changed.valid_until) == ("", None, None)


@pytest.fixture
def publish_signed(write, programme):
    def publish(**more):
        script = write(passages=[PassageText(LAW)], **more)
        services.propose_script(script=script, by=programme.all_powerful)
        services.sign_off_passage(
            passage=script.passages.get(), vetted_by="Lena Lawyer", valid_until=date(2026, 12, 31),
            by=programme.all_powerful, at=NOON,
        )  # fmt: skip
        services.approve_script(script=script, by=programme.all_powerful, at=NOON)
        return script

    return publish


def test_a_lapsed_sign_off_does_not_count(programme, write, publish_signed):
    publish_signed()
    script = write(passages=[PassageText(LAW)])
    services.propose_script(script=script, by=programme.all_powerful)

    with pytest.raises(services.PassageNotVetted):
        services.approve_script(script=script, by=programme.all_powerful, at=NOON + timedelta(days=365))


def test_sign_offs_are_kept_by_those_who_approve(programme, write, tomek, fred, boss, signed_in):
    passage = write(passages=[PassageText(LAW)]).passages.get()
    address = f"{COUNTER}script/2/passages/{passage.public_id}/"
    told = {"vetted_by": "Lena Lawyer", "valid_until": (timezone.localdate() + timedelta(days=90)).isoformat()}

    assert signed_in(tomek).post(address, told).status_code == 403
    signed_in(boss).post(address, {**told, "valid_until": "2020-01-01"})
    assert ScriptPassage.objects.get().vetted_at is None

    signed_in(boss).post(address, told)

    assert ScriptPassage.objects.get().vetted_by == "Lena Lawyer"


def test_a_script_whose_day_has_passed_is_not_approved(programme, write):
    script = write(expires_on=date(2026, 3, 1))
    services.propose_script(script=script, by=programme.all_powerful)

    with pytest.raises(services.AlreadyExpired):
        services.approve_script(script=script, by=programme.all_powerful, at=NOON)


def test_the_owner_is_told_once_before_a_script_ends(programme, publish, tomek, in_acme):
    publish(expires_on=date(2026, 4, 30))

    told = [tell_owners(organisation=in_acme, today=day) for day in (date(2026, 3, 30), date(2026, 3, 31))]
    again = tell_owners(organisation=in_acme, today=date(2026, 4, 1))

    notices = Notification.objects.filter(kind="script.expiring")
    assert (told, again) == ([0, 1], 0)
    assert [(one.recipient, one.address) for one in notices] == [(tomek.public_id, f"{COUNTER}script/")]


def test_an_expired_script_is_marked(programme, publish, fred, signed_in):
    script = publish(expires_on=timezone.localdate())
    assert "has expired" not in signed_in(fred).get(f"{COUNTER}script/").content.decode()
    Script.objects.filter(pk=script.pk).update(expires_on=timezone.localdate() - timedelta(days=1))

    assert "This script has expired" in signed_in(fred).get(f"{COUNTER}script/").content.decode()


def test_validity_is_the_earlier_of_script_and_passages(programme, publish_signed, kasia, as_viewer):
    publish_signed(expires_on=date(2027, 6, 30))
    script = readable_script(touchpoint=programme.counter, viewer=as_viewer(kasia))

    early, late = validity_of(script, today=date(2026, 12, 1)), validity_of(script, today=date(2027, 1, 1))

    assert (early.last_day, early.ends_soon, early.is_over, list(early.unvetted)) == (
        date(2026, 12, 31), True, False, [],
    )  # fmt: skip
    assert (late.is_over, len(late.unvetted)) == (True, 1)


def test_two_versions_differ_part_by_part(programme, publish, write, kasia, as_viewer, signed_in):
    publish(steps=[StepText({"en": "Greet first"}, branches=[BranchText({"en": "Queue"}, {"en": "Wave"})])])
    write(steps=[StepText({"en": "Greet first"}, branches=[BranchText({"en": "Queue"}, {"en": "Call"}, 0)])],
          contacts=[ContactText({"en": "Lead"}, "21")])  # fmt: skip
    versions = [readable_script(touchpoint=programme.counter, viewer=as_viewer(kasia), number=n) for n in (2, 3)]

    changed = {part.label: part.changed for part in compare_scripts(*versions)}

    assert changed == {
        "Title": False, "Step 1": False, "Step 1, harder case 1": True, "Whom to call on": True,
    }  # fmt: skip
    page = signed_in(kasia).get(f"{COUNTER}script/2/3/").content.decode()
    assert "<del>Wave</del>" in page
    assert "<ins>Call → Lead</ins>" in page


def test_the_skeleton_is_made_of_promise_and_design_in_both_languages(programme, kasia, boss, as_viewer):
    from decimal import Decimal

    from brandpromise.models import Promise

    make_promise(programme.organisation)
    Promise.objects.update(state="approved")
    design = services.draft_design(
        touchpoint=programme.counter, today={"en": "A queue"}, desired={"en": "Seen at once", "pl": "Od razu"},
        emotions=["calm"], by=as_viewer(kasia), standards=[
            services.StandardText("wait", {"en": "Waiting time", "pl": "Czas"}, "minutes", Decimal(5))
        ],
    )  # fmt: skip
    services.approve_design(design=design, by=as_viewer(boss), at=NOON)

    made = script_skeleton(touchpoint=programme.counter, languages=["en", "pl"])

    acts = [step.act["en"] for step in made.steps]
    assert acts == [
        "Greet the customer; they shall feel: calm",
        "Do what makes this true: Seen at once",
        "Keep the promise “Ease”: Nobody waits without a word",
        "Keep the standard: Waiting time at most 5 minutes",
        "Ask whether everything is settled, and say thank you",
    ]
    assert "Od razu" in made.steps[1].act["pl"]
    assert made.steps[3].branches[0].contact == 0
    assert made.contacts[0].name["en"] == "Tomek Owner"
    assert Script.objects.filter(state=VersionState.DRAFT).count() == 0


def test_the_skeleton_is_offered_and_not_saved(programme, kasia, signed_in):
    page = signed_in(kasia).get(f"{EDIT}?begin=skeleton")

    assert "Do what makes this true: Seen within a minute" in page.content.decode()
    assert Script.objects.count() == 1


def test_scripts_are_found_by_their_words(programme, publish, fred, as_viewer, signed_in):
    publish(steps=[StepText({"en": "Greet"}, branches=[BranchText({"en": "Lost luggage"}, {"en": "Call"})])])

    assert [one.touchpoint.code for one in own_touchpoints(viewer=as_viewer(fred), words="lost LUGGAGE")] == ["counter"]
    assert own_touchpoints(viewer=as_viewer(fred), words="lost parrot") == []
    assert "No script has these words" in signed_in(fred).get("/o/acme/me/scripts/?q=parrot").content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["counter", "website"]),
        ("?q=greet", ["counter"]),
        ("?kind=holding", ["counter"]),
        ("?kind=missing", ["website"]),
        ("?kind=waiting", ["website"]),
        ("?kind=ending", []),
    ],
)
def test_the_list_of_scripts_is_looked_through(programme, kasia, as_viewer, signed_in, query, expected):
    script = services.draft_script(
        touchpoint=programme.website, title={"en": "Online"}, steps=[StepText({"en": "Click"})], escalation={},
        by=as_viewer(kasia),
    )  # fmt: skip
    services.propose_script(script=script, by=programme.all_powerful)

    page = signed_in(kasia).get(f"/o/acme/scripts/{query}")

    assert [line.touchpoint.code for line in page.context["page"]] == expected


def test_the_frontline_sees_its_own_scripts_in_the_list_and_none_in_the_making(programme, fred, write, signed_in):
    services.propose_script(script=write(), by=programme.all_powerful)

    lines = signed_in(fred).get("/o/acme/scripts/").context["page"]

    assert [(line.touchpoint.code, line.held.number, line.waiting) for line in lines] == [("counter", 1, None)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(programme, kasia, as_viewer, count, django_assert_num_queries):
    for number in range(count):
        touchpoint = services.create_touchpoint(
            organisation=programme.organisation, code=f"t{number}", name={"en": "T"}, actor="x"
        )
        script = services.draft_script(
            touchpoint=touchpoint, title={}, steps=[StepText({"en": "S"})], escalation={}, by=programme.all_powerful
        )
        services.propose_script(script=script, by=programme.all_powerful)
        services.approve_script(script=script, by=programme.all_powerful, at=NOON)
    viewer = as_viewer(kasia)

    with django_assert_num_queries(6):
        lines = script_lines(viewer=viewer, today=NOON.date())

    assert len(lines) == count + 2


def test_the_api_tells_everything_of_a_published_script(programme, publish_signed, in_acme, client):
    publish_signed(
        steps=[StepText({"en": "Greet"}, branches=[BranchText({"en": "Queue"}, {"en": "Call"}, 0)])],
        contacts=[ContactText({"en": "Lead"}, "21")], expires_on=date(2026, 6, 30),
    )  # fmt: skip
    key = make_key(in_acme, "scripts:read")

    row = client.get("/api/v1/scripts/", headers={"authorization": f"Bearer {key}"}).json()["results"][0]

    assert row["expires_on"] == "2026-06-30"
    assert row["steps"][0]["branches"] == [{"when": {"en": "Queue"}, "then": {"en": "Call"}, "contact": 1}]
    assert row["contacts"] == [{"name": {"en": "Lead"}, "phone": "21", "hours": {}}]
    assert row["passages"] == [{"text": LAW, "basis": "", "vetted_by": "Lena Lawyer", "valid_until": "2026-12-31"}]


def test_the_card_at_the_counter_leads_to_the_script(programme, fred, signed_in, settings):
    settings.ADDRESS = "https://cem.example"
    client = signed_in(fred)

    card = client.get(f"{COUNTER}script/card/").content.decode()
    assert f"https://cem.example{COUNTER}script/" in card
    assert "No phone can open this address" not in card
    picture = client.get(f"{COUNTER}script/qr.svg")

    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<?xml")
    settings.ADDRESS = "http://localhost:8000"
    assert "No phone can open this address" in client.get(f"{COUNTER}script/card/").content.decode()


def test_a_stranger_who_scans_the_card_meets_the_sign_in_page(programme, client):
    answer = client.get(f"{COUNTER}script/")

    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_reading_a_script_takes_the_same_queries(programme, publish, fred, as_viewer, django_assert_num_queries):
    viewer = as_viewer(fred)
    for count in (1, 3):
        steps = [StepText({"en": f"S{n}"}, branches=[BranchText({"en": "w"}, {"en": "t"}, 0)]) for n in range(count)]
        publish(steps=steps, contacts=[ContactText({"en": f"C{n}"}) for n in range(count)])
        with django_assert_num_queries(5):
            shown = readable_script(touchpoint=programme.counter, viewer=viewer)
            called = [branch.contact.name for step in shown.steps.all() for branch in step.branches.all()]
            assert len(called) == len(list(shown.steps.all())) == count
            assert (len(shown.contacts.all()), len(shown.passages.all())) == (count, 0)
