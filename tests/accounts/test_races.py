"""Several who change the roster at the same moment."""

import json
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Employee
from accounts.services.employees import EmployeeRefused, save_employee
from operations.models import TrailEntry
from organisations.models import Unit
from organisations.tenancy import organisation_scope
from tests.cast import make_key, viewer_of

SENDERS = 4
NUMBERS = [str(number) for number in range(40)]


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each sender got, all of whom began together; an exception is what they got, too."""
    together, got = threading.Barrier(SENDERS), list[object]()

    def send(place: int) -> None:
        together.wait()
        try:
            got.append(act(place))
        except Exception as error:  # whatever it is, the test tells it
            got.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(place,)) for place in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


@pytest.mark.django_db(transaction=True)
def test_the_same_rows_sent_by_key_at_once_are_added_once_and_found_by_the_others(acme):
    key = make_key(acme, "people:write")
    rows = [{"number": number, "name": f"Person {number}", "unit": "north"} for number in NUMBERS]

    def post(place: int) -> tuple[int, int, int, int]:
        turned = rows[::-1] if place % 2 else rows  # another order, as two programs would have
        answer = Client(headers={"Authorization": f"Bearer {key}"}).post(
            "/api/v1/employees/", json.dumps(turned), content_type="application/json"
        )
        told = answer.json()
        return answer.status_code, len(told["added"]), len(told["changed"]), told["unchanged"]

    got = at_once(post)

    assert sorted(got, key=str) == [*[(200, 0, 0, 40)] * (SENDERS - 1), (200, 40, 0, 0)]
    with organisation_scope(acme):
        assert sorted(Employee.objects.values_list("number", flat=True)) == sorted(NUMBERS)
        assert TrailEntry.objects.filter(action="roster.read").count() == SENDERS


@pytest.mark.django_db(transaction=True)
def test_a_number_given_to_two_people_at_once_is_the_first_ones(acme, adam):
    viewer = viewer_of(adam, acme)

    def add(place: int) -> str:
        with organisation_scope(acme):
            employee = Employee(
                organisation=acme, number="7", name=f"Person {place}", unit=Unit.objects.get(code="north")
            )
            try:
                save_employee(employee=employee, viewer=viewer)
            except EmployeeRefused as refused:
                return refused.code
        return "added"

    got = at_once(add)

    assert sorted(got, key=str) == ["added", *["number_taken"] * (SENDERS - 1)]
    with organisation_scope(acme):
        assert Employee.objects.count() == 1
        assert TrailEntry.objects.filter(action="employee.added").count() == 1
