"""Questions about members and the roster."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Employee
from accounts.viewer import Viewer


def active_employees(*, day: date, viewer: Viewer) -> QuerySet[Employee]:
    """Roster rows that count on a day (begun, and not left) in the units the viewer sees."""
    begun = Q(from_day=None) | Q(from_day__lte=day)
    rows = Employee.objects.filter(begun).filter(Q(until_day=None) | Q(until_day__gte=day))
    return rows if viewer.unit_ids is None else rows.filter(unit_id__in=viewer.unit_ids)
