"""One row of the roster, added or changed by hand."""

from django.db import transaction

from accounts.models import Employee
from accounts.services.roster import wait_for_others
from accounts.services.sign_ins import SignIn, newly_shared
from accounts.viewer import Viewer
from operations.services import record_trail


class EmployeeRefused(ValueError):
    """The change would break a rule; `code` says which: number_taken, own_manager, days, sign_in_taken.

    `holder` is the number of the employee whose sign-in it is.
    """

    def __init__(self, code: str, *, holder: str = "") -> None:
        super().__init__(code)
        self.code, self.holder = code, holder


@transaction.atomic
def save_employee(*, employee: Employee, viewer: Viewer) -> Employee:
    """Add a row of the roster, or change it; with a last day the person leaves.

    :raises EmployeeRefused: the number is somebody else's, the person leads themselves, the days are in disorder, or
        somebody else on the roster signs in as the same person on the same days
    """
    wait_for_others(employee.organisation)
    if Employee.objects.filter(number=employee.number).exclude(pk=employee.pk).exists():
        raise EmployeeRefused("number_taken")
    if employee.pk and employee.manager_id == employee.pk:
        raise EmployeeRefused("own_manager")
    if employee.from_day and employee.until_day and employee.until_day < employee.from_day:
        raise EmployeeRefused("days")
    _refuse_shared_sign_in(employee)
    action = "employee.changed" if employee.pk else "employee.added"
    employee.save()
    record_trail(
        organisation=employee.organisation, actor=viewer.actor, actor_name=viewer.name, action=action,
        target=employee, target_name=employee.number, details={"until": employee.until_day},
    )  # fmt: skip
    return employee


def _refuse_shared_sign_in(employee: Employee) -> None:
    """:raises EmployeeRefused: somebody has the sign-in already; who shared it before goes on sharing it"""
    if employee.user_id is None:
        return
    rows = {str(row.pk): row for row in Employee.objects.filter(user_id=employee.user_id)}
    before = {key: SignIn.of(row) for key, row in rows.items()}
    own = str(employee.pk)
    holder = newly_shared(before, before | {own: SignIn.of(employee)}, {own: 1}).get(own)
    if holder is not None:
        raise EmployeeRefused("sign_in_taken", holder=rows[holder].number)
