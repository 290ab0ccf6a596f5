"""Job roles: made, renamed and put away in the settings, or made from what a roster file names."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Employee, JobRole
from accounts.services.sign_ins import SignIn, newly_shared
from operations.models import TrailEntry
from organisations.models import Unit
from organisations.tenancy import organisation_scope

SETTINGS = "/o/acme/settings/"
JENNY, KIM = 1, 2


@pytest.fixture
def admin(adam, signed_in) -> Client:
    return signed_in(adam)


def employ(organisation, number, **fields):
    unit = Unit.objects.get(code="north")
    return Employee.objects.create(organisation=organisation, number=number, name=f"P {number}", unit=unit, **fields)


def sent(admin, text):
    file = SimpleUploadedFile("roster.csv", text.encode(), "text/csv")
    return admin.post(f"{SETTINGS}roster/upload/", {"file": file, "encoding": "utf-8"}, follow=True)


def test_job_role_is_made_renamed_and_put_away(admin, acme):
    admin.post(f"{SETTINGS}job-roles/new/", {"code": "clerk", "name_en": "Clerk"})
    twice = admin.post(f"{SETTINGS}job-roles/new/", {"code": "clerk", "name_en": "Clerk"})
    admin.post(f"{SETTINGS}job-roles/clerk/edit/", {"name_en": "Counter clerk"})
    offered = admin.get(f"{SETTINGS}roster/new/").content.decode()
    admin.post(f"{SETTINGS}job-roles/clerk/archive/")

    assert twice.status_code == 400
    assert "Counter clerk" in offered
    assert "Counter clerk" not in admin.get(f"{SETTINGS}roster/new/").content.decode()
    assert "Counter clerk" in admin.get(f"{SETTINGS}job-roles/").content.decode()
    away = sent(admin, "number,name,unit,job_role\n1,Ann,north,clerk\n").context["difference"]
    assert ([bad.code for bad in away.bad], away.missing_job_roles) == (["job_role_away"], [])
    with organisation_scope(acme):
        assert [*TrailEntry.objects.order_by("pk").values_list("action", flat=True)] == [
            "job_role.added", "job_role.renamed", "job_role.archived"
        ]  # fmt: skip


def test_job_roles_a_file_names_are_made_at_a_click_and_unread_columns_are_told(admin, acme):
    shown = sent(admin, "number,name,unit,job_role,untill\n1,Ann,north,Clerk,\n2,Bob,north,shop guard,\n")
    difference = shown.context["difference"]
    address, _query = shown.redirect_chain[-1][0].split("?")
    again = admin.post(f"{address}job-roles/?{_query}", follow=True)

    assert (shown.context["unread"], difference.missing_job_roles) == (["untill"], ["clerk"])
    assert not difference.changes_anything
    assert "untill" in shown.content.decode()
    assert again.context["difference"].added == ["1"]
    with organisation_scope(acme):
        assert JobRole.objects.get().name == {"en": "clerk"}


def test_difference_names_people_and_what_changes(admin, acme):
    with organisation_scope(acme):
        employ(acme, "1", until_day=date(2027, 1, 31))

    page = sent(admin, "number,name,unit,until\n1,Ann,south,2027-01-31\n")

    assert [(one.column, one.before, one.after) for one in page.context["difference"].changed_rows[0].changes] == [
        ("name", "P 1", "Ann"), ("unit", "north", "south")
    ]  # fmt: skip


def test_one_sign_in_is_not_given_to_a_second_employee(admin, acme, ada):
    with organisation_scope(acme):
        employ(acme, "1", user=ada)
        north = Unit.objects.get(code="north").pk
    row = {"number": "2", "name": "Bob", "unit": north, "language": "en", "user": ada.pk}

    refused = admin.post(f"{SETTINGS}roster/new/", row)
    shown = sent(admin, f"number,name,unit,email\n2,Bob,north,{ada.email}\n3,Cid,north,\n")

    assert refused.status_code == 400
    assert "1" in refused.context["form"].errors["user"][0]
    difference = shown.context["difference"]
    assert [(bad.line, bad.column, bad.code) for bad in difference.bad] == [(2, "email", "email_taken")]
    assert difference.added == ["3"]


def test_sign_ins_shared_before_stay_and_rows_in_which_they_lie_can_be_changed(admin, acme, ada):
    with organisation_scope(acme):
        employ(acme, "1", user=ada)
        second, north = employ(acme, "2", user=ada), Unit.objects.get(code="north").pk
    row = {"number": "2b", "name": "Renamed", "unit": north, "language": "en", "user": ada.pk}

    assert admin.post(f"{SETTINGS}roster/{second.public_id}/", row).status_code == 302
    shown = sent(admin, f"number,name,unit,email\n1,Ann,north,{ada.email}\n")

    assert (shown.context["difference"].changed, shown.context["difference"].bad) == (["1"], [])


@pytest.mark.pure
def test_sign_in_passes_on_and_the_earlier_line_is_served_first():
    before = {"1": SignIn(JENNY, until_day=date(2026, 5, 31)), "2": SignIn(KIM)}
    after_ends = before | {"3": SignIn(JENNY, date(2026, 6, 1))}
    on_the_day = before | {"3": SignIn(JENNY, date(2026, 5, 31))}
    both_new = before | {"8": SignIn(9), "7": SignIn(9)}
    swapped = {"1": SignIn(KIM), "2": SignIn(JENNY)}

    assert newly_shared(before, after_ends, {"3": 2}) == {}
    assert newly_shared(before, on_the_day, {"3": 2}) == {"3": "1"}
    assert newly_shared(before, both_new, {"7": 2, "8": 3}) == {"8": "7"}
    assert newly_shared(before, swapped, {"1": 2, "2": 3}) == {}
