"""The script at work: taps without names, the backlog with its answers, figures through the gate."""

from datetime import date

import pytest

from accounts.models import Employee, Membership
from operations.models import Notification
from organisations.models import Unit
from tests.programme import NOON
from touchpoints import services
from touchpoints.models import Misfit, Script, ScriptUse
from touchpoints.queries.usage import backlog_of, script_usage

COUNTER = "/o/acme/touchpoints/counter/"
TODAY = date(2026, 3, 2)


@pytest.fixture
def script(programme):
    return Script.objects.select_related("touchpoint__owner__user", "organisation").get()


def test_one_tap_says_that_it_did_not_fit_and_keeps_no_name(script, fred, signed_in):
    signed_in(fred).post(f"{COUNTER}script/judged/", {"unfit": "1"})

    misfit = Misfit.objects.get()
    assert (misfit.touchpoint.code, misfit.words, misfit.step, misfit.unit.code, misfit.state) == (
        "counter", "", None, "north", "open",
    )  # fmt: skip
    member = Membership.objects.get(user=fred)
    names = {str(fred.public_id), str(member.public_id), fred.name}
    kept = " ".join(str(getattr(misfit, field.attname)) for field in Misfit._meta.concrete_fields)
    assert not any(name in kept for name in names)


def test_words_and_step_are_kept_as_written(script, fred, as_viewer):
    misfit = services.say_unfit(script=script, by=as_viewer(fred), today=TODAY, words=" Two at once ", step=1)
    unknown = services.say_unfit(script=script, by=as_viewer(fred), today=TODAY, step=9)

    assert (misfit.words, misfit.step, unknown.step) == ("Two at once", 1, None)


def test_openings_and_fits_are_counted_by_day_and_unit(script, fred, ada, as_viewer, signed_in):
    for _time in range(2):
        services.note_opening(script=script, by=as_viewer(fred), today=TODAY)
    services.say_fitted(script=script, by=as_viewer(ada), today=TODAY)
    assert signed_in(fred).post(f"{COUNTER}script/opened/").status_code == 204

    rows = ScriptUse.objects.filter(day=TODAY).order_by("unit__code").values_list("unit__code", "opened", "fitted")
    assert sorted(rows, key=str) == [("north", 2, 0), (None, 0, 1)]


def test_only_the_script_that_holds_is_judged(programme, script, fred, as_viewer):
    draft = services.draft_script(
        touchpoint=programme.counter, title={"en": "T"}, steps=[services.StepText({"en": "S"})], escalation={},
        by=as_viewer(fred),
    )  # fmt: skip

    with pytest.raises(services.NotPublished):
        services.say_unfit(script=draft, by=as_viewer(fred), today=TODAY)


def test_somebody_elses_script_is_not_judged(programme, script, tomek, fred, signed_in, as_viewer):
    script.touchpoint = programme.website
    script.save()

    with pytest.raises(services.NotYours):
        services.say_unfit(script=script, by=as_viewer(fred), today=TODAY)


def test_the_owner_hears_of_a_days_first_remark(script, fred, tomek, as_viewer):
    for _time in range(3):
        services.say_unfit(script=script, by=as_viewer(fred), today=TODAY)

    notice = Notification.objects.get(kind="script.unfit")
    assert (notice.recipient, notice.address) == (tomek.public_id, f"{COUNTER}backlog/")
    assert notice.text["pl"] != notice.text["en"]


def test_a_remark_is_answered_by_the_owner_and_read_by_all(script, fred, tomek, signed_in, as_viewer):
    misfit = services.say_unfit(script=script, by=as_viewer(fred), today=TODAY, words="Two at once")
    address = f"{COUNTER}backlog/{misfit.public_id}/"
    assert signed_in(fred).post(address, {"state": "taken"}).status_code == 403

    signed_in(tomek).post(address, {"state": "declined", "answer": ""})
    assert Misfit.objects.get().state == "open"
    signed_in(tomek).post(address, {"state": "taken", "answer": "In the next version"})

    page = signed_in(fred).get(f"{COUNTER}backlog/").content.decode()
    assert "In the next version" in page
    assert "taken up" in page


def test_the_backlog_is_filtered_by_state(script, fred, as_viewer, programme):
    services.say_unfit(script=script, by=as_viewer(fred), today=TODAY, words="one")
    second = services.say_unfit(script=script, by=as_viewer(fred), today=TODAY, words="two")
    services.answer_misfit(misfit=second, state="done", answer="", by=programme.all_powerful, at=NOON)
    viewer = as_viewer(fred)

    assert [one.words for one in backlog_of(touchpoint=programme.counter, viewer=viewer, state="open")] == ["one"]
    assert backlog_of(touchpoint=programme.counter, viewer=viewer).count() == 2
    assert backlog_of(touchpoint=programme.website, viewer=viewer).count() == 0


def use(script, unit, fitted, unfitted, opened=0):
    ScriptUse.objects.create(
        organisation=script.organisation, script=script, day=TODAY, unit=Unit.objects.get(code=unit), fitted=fitted,
        unfitted=unfitted, opened=opened,
    )  # fmt: skip


def test_figures_show_from_five_judgements_and_five_people_on(script, programme, kasia, as_viewer):
    use(script, "north", 6, 2, opened=20)  # six people
    use(script, "south", 9, 3, opened=30)  # six people
    use(script, "all", 9, 0)  # one person, however often they tap

    shown = script_usage(touchpoint=programme.counter, viewer=as_viewer(kasia), today=TODAY)

    assert (shown.opened, shown.judgement.n, round(shown.judgement.payload.share, 4)) == (50, 29, round(24 / 29, 4))
    assert "All" not in [row.payload.name for row in shown.units]


def test_few_judgements_are_hidden_in_all_and_by_unit(script, programme, kasia, as_viewer):
    use(script, "north", 3, 1)

    shown = script_usage(touchpoint=programme.counter, viewer=as_viewer(kasia), today=TODAY)

    assert (shown.judgement.hidden, list(shown.units)) == (True, [])


def test_without_a_roster_members_are_counted(script, programme, kasia, as_viewer):
    Employee.objects.all().delete()
    use(script, "north", 20, 0)
    use(script, "south", 20, 0)

    shown = script_usage(touchpoint=programme.counter, viewer=as_viewer(kasia), today=TODAY)

    assert list(shown.units) == []


def test_what_is_older_than_ninety_days_is_not_shown(script, programme, kasia, as_viewer):
    use(script, "north", 6, 0)

    shown = script_usage(touchpoint=programme.counter, viewer=as_viewer(kasia), today=date(2026, 6, 1))

    assert (shown.opened, shown.judgement.hidden) == (0, True)
