"""The board's figures: one answer to "does it go well?", gathered for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits.queries import ComparisonView, comparison_view, next_sentence, verdict_sentence
from cem.home.queries.figures import (
    Indices,
    Loyalty,
    Satisfaction,
    loyalty,
    ranked_questions,
    satisfaction,
    waves_compared,
)
from cem.home.queries.waves import Waves, waves_of
from cem.home.queries.words import Theme, themes
from feedback.models import Survey
from metrics.queries import Figure
from programs.models import Engagement


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows of figures; absent parts are None or empty."""

    sees_all: bool
    waves: Waves
    before: Survey | None
    loyalty: Loyalty | None
    comparison: ComparisonView | None
    satisfaction: Satisfaction | None
    ranked: Sequence[Figure]
    themes: Sequence[Theme]

    @property
    def heading(self) -> str:
        """The answer in one sentence."""
        if self.comparison:
            return verdict_sentence(self.comparison)
        if self.loyalty:
            return _("Here is where loyalty stands")
        if self.ranked:
            return _("Here is how the touchpoints stand") if self.sees_all else _("Here is how your touchpoints stand")
        if self.waves.newest and not self.sees_all:
            return _("Nobody has rated your touchpoints yet")
        return _("The first answers will show here")

    @property
    def topics_have_names(self) -> bool:
        """Whether every coded theme says what its topics are."""
        return all(theme.has_names for theme in self.themes)

    @property
    def next_step(self) -> str:
        """Where to act next, as far as the figures say."""
        return next_sentence(self.comparison) if self.comparison else ""


def board_of(engagement: Engagement, *, indices: Indices, before: str = "") -> Board:
    """The board for one reader, as far as the reader may see."""
    viewer, lookups = indices.viewer, indices.lookups
    waves = waves_of(engagement)
    newest, earlier = waves.newest, waves.before(before)
    document = compared = None
    if newest and earlier:
        document = waves_compared(before=earlier, after=newest, viewer=viewer, lookups=lookups)
    if document and (about_touchpoints := _of_touchpoints(document))["rows"]:
        compared = comparison_view(about_touchpoints)
    return Board(
        sees_all=viewer.touchpoint_ids is None,
        waves=waves,
        before=earlier,
        loyalty=loyalty(waves, indices=indices),
        comparison=compared,
        satisfaction=satisfaction(document, main=newest),
        ranked=ranked_questions(newest, viewer=viewer, lookups=lookups) if newest else [],
        themes=themes(newest, viewer=viewer) if newest else [],
    )


def has_charts(board: Board) -> bool:
    """Whether the board's page draws anything with Plotly."""
    return bool(board.comparison or board.ranked)


def _of_touchpoints(document: dict[str, Any]) -> dict[str, Any]:
    """Without the questions about everything."""
    return {**document, "rows": [row for row in document["rows"] if row["touchpoint"]]}


def count_sentence(view: ComparisonView) -> str:
    """How many moved, for the chart's title where the page's heading names them."""
    better, worse, every = len(view.with_verdict("better")), len(view.with_verdict("worse")), len(view.compared)
    if not better and not worse:
        return ngettext(
            "%(n)d thing asked about: no detectable change", "%(n)d things asked about: no detectable change", every
        ) % {"n": every}
    return ngettext(
        "%(n)d thing asked about: %(better)d better, %(worse)d worse",
        "%(n)d things asked about: %(better)d better, %(worse)d worse",
        every,
    ) % {"n": every, "better": better, "worse": worse}
