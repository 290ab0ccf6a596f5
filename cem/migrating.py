"""A new database is made in less than half the time: a new table does not make Django read all the others anew.

Django keeps models of every table while it migrates. When one is added, it renders again whatever is related to it,
over any number of steps; here that is everything, because everything belongs to an organisation. A table that only just
came needs nothing but itself to be made; the others are rendered again as soon as anything else is changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db.migrations.state import ModelState, ProjectState

_add_model = ProjectState.add_model
_reload_model = ProjectState.reload_model
_reload_models = ProjectState.reload_models


@contextmanager
def new_tables_by_themselves() -> Iterator[None]:
    """Migrate inside: a new table renders itself, any other change what Django would render, or everything."""
    with (
        patch.object(ProjectState, "add_model", _add_alone),
        patch.object(ProjectState, "reload_model", _render_one),
        patch.object(ProjectState, "reload_models", _render_some),
    ):
        yield


def _add_alone(state: ProjectState, model: ModelState) -> None:
    rendered = state.__dict__.pop("apps", None)
    _add_model(state, model)
    if rendered is not None:
        state.apps = rendered
        rendered.render_multiple([model])
        state.is_delayed = True  # Django's own word for: some models do not know all their relations yet


def _render_one(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    if not _forgotten(state):
        _reload_model(state, app_label, model_name, delay)


def _render_some(state: ProjectState, models: list[tuple[str, str]], delay: bool = True) -> None:
    if not _forgotten(state):
        _reload_models(state, models, delay)


def _forgotten(state: ProjectState) -> bool:
    """Whether models that may not know all their relations were given up, to be rendered whole when next asked for."""
    stale = state.is_delayed and "apps" in state.__dict__
    state.clear_delayed_apps_cache()
    state.is_delayed = False
    return stale
