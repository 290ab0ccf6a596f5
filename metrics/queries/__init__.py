"""Figures out of counts. The only place where counts become figures: card, chart, API and file all call `figures`."""

from metrics.queries.asking import (
    Dimension,
    FigureError,
    FigureQuery,
    GroupBy,
    figure_query,
)
from metrics.queries.figuring import figures, figures_depend_on, one_figure
from metrics.queries.lookups import Lookups
from metrics.queries.rows import Figure
from metrics.queries.snapshots import SnapshotTaken, snapshot_rows

__all__ = [
    "Dimension",
    "Figure",
    "FigureError",
    "FigureQuery",
    "GroupBy",
    "Lookups",
    "SnapshotTaken",
    "figure_query",
    "figures",
    "figures_depend_on",
    "one_figure",
    "snapshot_rows",
]
