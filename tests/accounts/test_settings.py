"""The pages of the settings: members, units, channels, roster, keys, and what the rules refuse."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey, Employee, Invitation, Membership
from accounts.roles import Role
from operations.models import StoredFile, TrailEntry
from organisations.models import Channel, Organisation, Unit
from organisations.tenancy import organisation_scope
from tests.cast import make_member

SETTINGS = "/o/acme/settings/"


@pytest.fixture
def admin(adam, signed_in) -> Client:
    return signed_in(adam)


def actions(organisation):
    with organisation_scope(organisation):
        return list(TrailEntry.objects.order_by("pk").values_list("action", flat=True))


def membership(user, organisation):
    return Membership.objects.get(user=user, organisation=organisation)


def test_admin_invites_and_sends_again_and_withdraws(admin, acme):
    response = admin.post(f"{SETTINGS}members/invite/", {
        "email": "New@example.org", "name": "", "language": "pl", "roles": ["consultant"], "unit": "", "ends_on": "",
    })  # fmt: skip
    assert response["Location"] == f"{SETTINGS}members/"
    assert "the invitation to New@example.org lies in the mailbox" in admin.get(response["Location"]).content.decode()
    with organisation_scope(acme):
        first = Invitation.objects.get()
    assert first.membership_ends_on == timezone.localdate() + timedelta(days=180)

    admin.post(f"{SETTINGS}invitations/{first.public_id}/resend/")
    with organisation_scope(acme):
        second = Invitation.objects.get(withdrawn_at=None)
    admin.post(f"{SETTINGS}invitations/{second.public_id}/withdraw/")

    with organisation_scope(acme):
        assert Invitation.objects.filter(withdrawn_at=None).count() == 0
    assert second.token_hash != first.token_hash
    assert actions(acme) == ["member.invited", "member.invited", "member.invitation_withdrawn"]


def test_member_is_not_invited_twice(admin, ada):
    response = admin.post(f"{SETTINGS}members/invite/", {"email": ada.email, "language": "en", "roles": ["owner"]})

    assert response.status_code == 400
    assert "already" in response.context["form"].non_field_errors()[0]


def test_admin_changes_roles_and_unit_of_others(admin, fred, acme):
    with organisation_scope(acme):
        south = Unit.objects.get(code="south")
    address = f"{SETTINGS}members/{membership(fred, acme).public_id}/"

    admin.post(address, {"roles": ["owner", "frontline"], "unit": south.pk, "ends_on": ""})

    changed = membership(fred, acme)
    assert (changed.roles, changed.unit_id) == (["frontline", "owner"], south.pk)
    assert actions(acme) == ["member.changed"]


def test_nobody_raises_themselves(admin, adam, acme):
    address = f"{SETTINGS}members/{membership(adam, acme).public_id}/"

    response = admin.post(address, {"roles": ["admin", "sponsor"], "unit": "", "ends_on": ""})

    assert response.status_code == 400
    assert membership(adam, acme).roles == ["admin"]


def test_last_administrator_stays(admin, adam, acme):
    mine = membership(adam, acme).public_id

    stepped_down = admin.post(f"{SETTINGS}members/{mine}/", {"roles": ["frontline"], "unit": "", "ends_on": ""})
    admin.post(f"{SETTINGS}members/{mine}/end/")

    assert stepped_down.status_code == 400
    assert (membership(adam, acme).roles, membership(adam, acme).ended_at) == (["admin"], None)


def test_expired_administrator_does_not_count_as_another_one(admin, adam, acme):
    gone = make_member(acme, "Gone Administrator", Role.ADMIN)
    Membership.objects.filter(user=gone).update(ends_on=timezone.localdate() - timedelta(days=1))

    admin.post(f"{SETTINGS}members/{membership(adam, acme).public_id}/end/")

    assert membership(adam, acme).ended_at is None


def test_ended_member_is_outside_at_once(admin, fred, acme, signed_in):
    theirs = signed_in(fred)

    admin.post(f"{SETTINGS}members/{membership(fred, acme).public_id}/end/")

    assert theirs.get(SETTINGS).status_code == 404


def test_foreign_unit_cannot_be_given(admin, fred, acme, globex):
    with organisation_scope(globex):
        foreign = Unit.objects.get()
    address = f"{SETTINGS}members/{membership(fred, acme).public_id}/"

    response = admin.post(address, {"roles": ["frontline"], "unit": foreign.pk, "ends_on": ""})

    assert response.status_code == 400


def settings_of(organisation, **changes):
    return {
        "name": organisation.name, "time_zone": "Europe/Warsaw", "languages": ["en", "pl"], "first_language": "en",
        "accent": "#2f4b8f", "customer_noun_en": "Passengers", "customer_noun_pl": "Pasażerowie",
        "minimum_customers": "5", "minimum_employees": "5",
    } | changes  # fmt: skip


def test_settings_are_kept_and_entered_in_the_trail(admin, acme):
    admin.post(
        SETTINGS,
        settings_of(
            acme, first_language="pl", minimum_customers="8", options=["admin_reads_comments"], accent="#aa3300"
        ),
    )

    saved = Organisation.objects.get(pk=acme.pk)
    assert (saved.languages, saved.minimum_customers, saved.accent) == (["pl", "en"], 8, "#aa3300")
    assert saved.is_on("admin_reads_comments")
    assert not saved.is_on("committee_row_export")
    assert saved.customer_noun == {"en": "Passengers", "pl": "Pasażerowie"}
    assert actions(acme) == ["settings.changed"]


def test_smallest_groups_are_only_raised(admin, acme):
    Organisation.objects.filter(pk=acme.pk).update(minimum_customers=9)

    response = admin.post(SETTINGS, settings_of(acme, minimum_customers="8"))

    assert response.status_code == 400
    assert Organisation.objects.get(pk=acme.pk).minimum_customers == 9


def test_units_are_added_moved_and_put_away(admin, acme):
    with organisation_scope(acme):
        ids = dict(Unit.objects.values_list("code", "pk"))
    new = {"code": "gates", "name_en": "Gates", "name_pl": "Bramki", "kind": "own", "parent": ids["north"]}
    admin.post(f"{SETTINGS}units/new/", new)
    admin.post(f"{SETTINGS}units/gates/edit/", new | {"parent": ids["south"], "kind": "partner"})
    below_itself = admin.post(f"{SETTINGS}units/south/edit/", new | {"parent": ids["south"]})
    admin.post(f"{SETTINGS}units/south/archive/")
    admin.post(f"{SETTINGS}units/gates/archive/")

    with organisation_scope(acme):
        gates, south = Unit.objects.get(code="gates"), Unit.objects.get(code="south")
    assert (gates.parent_id, gates.kind, gates.name) == (ids["south"], "partner", {"en": "Gates", "pl": "Bramki"})
    assert below_itself.status_code == 400
    assert gates.archived_at
    assert south.archived_at is None  # a unit below it was in use


def test_owner_sees_the_own_branch_only(tomek, signed_in, acme):
    page = signed_in(tomek).get(f"{SETTINGS}units/").content.decode()

    assert "North" in page
    assert "South" not in page


def test_channels_are_added_once_and_renamed(admin, acme):
    admin.post(f"{SETTINGS}channels/", {"code": "phone", "name_en": "Phone"})
    again = admin.post(f"{SETTINGS}channels/", {"code": "phone", "name_en": "Phone"})
    admin.post(f"{SETTINGS}channels/phone/", {"name_en": "Telephone"})

    with organisation_scope(acme):
        assert Channel.objects.get(code="phone").name == {"en": "Telephone"}
    assert again.status_code == 400


def roster_file(text, name="roster.csv"):
    return SimpleUploadedFile(name, text.encode(), "text/csv")


FILE = """number;name;unit;manager;from
1;Żaneta Sample;north;2;2020-01-01
2;Bob Sample;south;;
3;Nobody;nowhere;;
4;Lost Sample;north;99;
"""


def test_roster_file_shows_its_difference_before_it_is_taken(admin, acme):
    shown = admin.post(f"{SETTINGS}roster/upload/", {"file": roster_file(FILE), "encoding": "utf-8"}, follow=True)

    difference = shown.context["difference"]
    assert (difference.added, difference.changed) == (["1", "2"], [])
    assert [(bad.line, bad.column) for bad in difference.bad] == [(4, "unit"), (5, "manager")]
    with organisation_scope(acme):
        assert Employee.objects.count() == 0
        stored = StoredFile.objects.get()
    admin.post(f"{SETTINGS}roster/upload/{stored.public_id}/?encoding=utf-8")
    with organisation_scope(acme):
        rows = {e.number: (e.name, e.unit.code, e.manager and e.manager.number) for e in Employee.objects.all()}
        assert StoredFile.objects.count() == 0
    assert rows == {"1": ("Żaneta Sample", "north", "2"), "2": ("Bob Sample", "south", None)}


def test_column_that_is_missing_leaves_what_is_known_and_complete_file_lets_others_leave(acme, tmp_path, capsys):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("number,name,unit,from\n1,Ann,north,2020-01-01\n2,Bob,south,2020-01-01\n")
    second.write_text("number,name,unit\n1,Ann Other,north\n")
    call_command("import_employees", first, organisation="acme")
    call_command("import_employees", second, organisation="acme", complete=True, dry_run=True)
    with organisation_scope(acme):
        assert Employee.objects.get(number="1").name == "Ann"
    call_command("import_employees", second, organisation="acme", complete=True)

    with organisation_scope(acme):
        ann, bob = Employee.objects.order_by("number")
    assert (ann.name, str(ann.from_day), ann.until_day) == ("Ann Other", "2020-01-01", None)
    assert bob.until_day == timezone.localdate()
    assert "0 added, 1 changed, 1 leaving" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"number,name\n1,Ann\n", "lacks the columns unit"),
        ("number,name,unit\n1,Żaneta,north\n".encode("cp1250"), "encoding"),
        (b'number,name,unit\n1,"Ann,north\n', "quotes"),
        (b"number,name,unit\n1,Ann,north,more\n", "more values"),
    ],
)
def test_unreadable_roster_changes_nothing_and_says_why(acme, tmp_path, content, said):
    file = tmp_path / "roster.csv"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=said):
        call_command("import_employees", file, organisation="acme")

    with organisation_scope(acme):
        assert Employee.objects.count() == 0


def test_roster_is_edited_and_downloaded_as_it_is_read(admin, acme):
    with organisation_scope(acme):
        north = Unit.objects.get(code="north")
    row = {"number": "7", "name": "=Ann", "unit": north.pk, "language": "en", "from_day": "2020-01-01"}
    admin.post(f"{SETTINGS}roster/new/", row)
    twice = admin.post(f"{SETTINGS}roster/new/", row)
    with organisation_scope(acme):
        ann = Employee.objects.get()
    admin.post(f"{SETTINGS}roster/{ann.public_id}/", row | {"name": "Ann", "until_day": "2021-01-01"})

    assert twice.status_code == 400
    file = b"".join(admin.get(f"{SETTINGS}roster.csv?state=left")).decode()
    assert file.splitlines()[1] == "7,Ann,north,,en,,,2020-01-01,2021-01-01"
    assert "7" not in b"".join(admin.get(f"{SETTINGS}roster.csv")).decode()


def test_roster_of_an_owner_ends_at_the_own_unit(tomek, signed_in, acme):
    with organisation_scope(acme):
        for code in ("north", "south"):
            Employee.objects.create(
                organisation=acme, number=code, name=f"{code} person", unit=Unit.objects.get(code=code)
            )

    page = signed_in(tomek).get(f"{SETTINGS}roster/").content.decode()

    assert "north person" in page
    assert "south person" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_as_many_questions_for_three_rows_as_for_one(
    admin, acme, rows, django_assert_max_num_queries, fred, ada
):
    with organisation_scope(acme):
        north = Unit.objects.get(code="north")
        for number in range(rows):
            Employee.objects.create(organisation=acme, number=str(number), name="X", unit=north)

    with django_assert_max_num_queries(26):
        admin.get(f"{SETTINGS}roster/")


def test_key_is_shown_once_used_once_a_day_and_withdrawn(admin, acme):
    made = admin.post(f"{SETTINGS}keys/", {"name": "BI", "scopes": ["nps:read"], "days": "90"})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert secret not in admin.get(f"{SETTINGS}keys/").content.decode()
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/surveys/").status_code == 200
    key = ApiKey.objects.get()
    assert key.last_used_on == timezone.now().date()
    assert key.expires_at.date() == (timezone.now() + timedelta(days=90)).date()

    admin.post(f"{SETTINGS}keys/{key.public_id}/withdraw/")

    assert program.get("/api/v1/surveys/").status_code == 401
    assert actions(acme) == ["key.made", "key.withdrawn"]
