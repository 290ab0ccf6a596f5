"""The published waves become answers by the product's own import and counts."""

import gzip
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.core.files.base import File
from django.utils import timezone

from cem.demo.surveys import ACTOR
from feedback.models import Survey
from feedback.services.imports import InlineWork, begin_import, import_file, load_profile
from metrics import counts
from organisations.models import Organisation

FOLDER = Path(__file__).parent
Tell = Callable[[int, int | None], None]


class WaveIncomplete(RuntimeError):
    """Lines of a shipped file were refused: the product cannot read what it shipped."""


def import_wave(survey: Survey, *, wave: int, now: datetime, tell: Tell) -> None:
    """Import one year's file by its shipped profile.

    :raises WaveIncomplete: a line was refused
    """
    name = f"{wave}_SFO_Customer_Survey.csv"
    content = gzip.decompress((FOLDER / "data" / f"{name}.gz").read_bytes())
    mapping = load_profile((FOLDER / "profiles" / f"sfo-{wave}.toml").read_text(encoding="utf-8"))
    run = begin_import(
        organisation=survey.organisation,
        survey=survey,
        content=File(BytesIO(content), name=name),
        name=name,
        actor=ACTOR,
        now=now,
        mapping=mapping,
    )
    import_file(InlineWork(survey.organisation, ACTOR, tell), run_id=run.pk, now=now)
    run.refresh_from_db()
    if run.rejected or run.different:
        raise WaveIncomplete(f"{name}: {run.rejected} refused, {run.different} different")


def count_everything(organisation: Organisation) -> None:
    """Count what was imported, so that the first page shows figures; they say when that was."""
    while counts.recount_noted(organisation=organisation, now=timezone.now()).more:
        pass
