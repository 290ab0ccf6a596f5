"""Work that comes round: claimed by a unique row, so that two clocks do it once."""

from datetime import datetime

import structlog
from django.db import IntegrityError, transaction

from operations.jobs import Period, periods
from operations.models import PeriodClaim

logger = structlog.get_logger(__name__)


def tick(*, now: datetime) -> list[str]:
    """Plan all periodic work whose period nobody claimed yet; returns the names of what was planned here.

    One that fails is logged and comes up again with the next tick; the others do not suffer.
    """
    return [period.name for period in periods() if _planned(period, now)]


def _planned(period: Period, now: datetime) -> bool:
    if PeriodClaim.objects.filter(task=period.name, period=period.at(now)).exists():
        return False
    try:
        with transaction.atomic():
            if not _claimed(period, now):
                return False
            period.plan(now)
    except Exception:
        logger.exception("period_not_planned", period=period.name)
        return False
    return True


def _claimed(period: Period, now: datetime) -> bool:
    """Take the period; the claim stands only if the planning that follows in the same transaction does."""
    try:
        with transaction.atomic():
            PeriodClaim.objects.create(task=period.name, period=period.at(now))
    except IntegrityError:
        return False
    return True
