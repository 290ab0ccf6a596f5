"""The list of members: in the order it says, page by page, and as a file; browsers by the names people know."""

import csv
import io

import pytest

from accounts.roles import Role
from accounts.templatetags.people import browser_name
from tests.cast import make_member

LIST, FILE = "/o/acme/settings/members/", "/o/acme/settings/members.csv"


@pytest.fixture
def crowd(acme, adam):
    """Sixty members beside the cast's administrator."""
    return [make_member(acme, f"m{number:02}", Role.FRONTLINE) for number in range(60)]


def shown(response):
    return [member.user.name for member, _roles in response.context["page"].object_list]


def test_members_stand_by_name_fifty_on_a_page(adam, crowd, signed_in):
    client = signed_in(adam)

    first, second = client.get(LIST), client.get(f"{LIST}?page=2")

    everybody = shown(first) + shown(second)
    assert len(shown(first)) == 50
    assert everybody == sorted(everybody)
    assert len(set(everybody)) == len(everybody) == first.context["page"].paginator.count


def test_file_holds_everybody_whom_the_filters_leave(adam, crowd, signed_in):
    client = signed_in(adam)

    response = client.get(f"{FILE}?role=frontline")

    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 60
    assert {row["roles"] for row in rows} == {"frontline"}
    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)


def test_list_asks_the_database_the_same_for_one_and_for_many(adam, acme, signed_in, django_assert_max_num_queries):
    client = signed_in(adam)
    client.get(LIST)
    with django_assert_max_num_queries(100) as few:
        client.get(LIST)
    for number in range(3):
        make_member(acme, f"more{number}", Role.FRONTLINE)

    with django_assert_max_num_queries(len(few)):
        client.get(LIST)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156 Safari/537.36",
         "Chrome, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Mobile Safari/604",
         "Safari, iPhone"),
        ("curl/8.9", "curl/8.9"),
        ("", ""),
    ],
)  # fmt: skip
def test_browser_is_called_as_people_call_it(user_agent, name):
    assert browser_name(user_agent) == name
