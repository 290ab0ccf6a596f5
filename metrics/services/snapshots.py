"""Figures frozen with their definition."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from feedback.models import Survey
from metrics.indicators import DEFINITION_VERSION
from metrics.models import Snapshot
from metrics.queries import Figure
from organisations.models import Organisation


@transaction.atomic
def take_snapshot(
    *, organisation: Organisation, name: str, rows: Sequence[Figure], now: datetime, survey: Survey | None = None
) -> Snapshot:
    """Keep the rows as the API gives them; later answers do not move them."""
    return Snapshot.objects.create(
        organisation=organisation,
        name=name,
        survey=survey,
        taken_at=now,
        definition_version=DEFINITION_VERSION,
        rows=[row.as_row() for row in rows],
    )
