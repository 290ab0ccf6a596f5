"""The outer wall, at every model: nothing outside a scope, nothing of others inside one, links point downwards."""

import pytest
from django.apps import apps
from django.db import models
from django_scopes.exceptions import ScopeError

from organisations.tenancy import OrganisationModel, WallBreach, organisation_scope
from tests.walls.world import OUR_APPS, UNWALLED, World, our_models, walled_models

WALLED = pytest.mark.parametrize("label", [model._meta.label for model in walled_models()])
FLOOR = {name: number for number, name in enumerate(OUR_APPS)}


def test_every_model_is_walled_or_named_as_standing_outside():
    outside = {model._meta.label for model in our_models() if not issubclass(model, OrganisationModel)}

    assert outside == UNWALLED, (
        "A new model inherits OrganisationModel; what must stand outside the wall is named in tests/walls/world.py."
    )


@WALLED
def test_query_outside_a_scope_raises(label):
    with pytest.raises(ScopeError):
        list(apps.get_model(label).objects.all())


@WALLED
def test_scope_shows_its_own_row_and_no_foreign_one(acme, globex, label):
    model, ours, theirs = apps.get_model(label), World(acme).row(label), World(globex).row(label)

    with organisation_scope(acme):
        seen = set(model.objects.values_list("pk", flat=True))

    assert ours.pk in seen
    assert theirs.pk not in seen
    assert ours.organisation_id == acme.pk


@WALLED
@pytest.mark.sqlite_only
def test_foreign_row_cannot_be_saved(acme, globex, label):
    row = World(acme).row(label)

    with organisation_scope(globex), pytest.raises(WallBreach):
        row.save()


def test_links_between_apps_point_downwards():
    upwards = [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.is_relation
        for target in [field.related_model]
        if FLOOR.get(target._meta.app_label, 0) > FLOOR[model._meta.app_label]
    ]

    assert upwards == []


def test_no_link_deletes_what_another_organisation_keeps():
    """A row's links stay inside its organisation, so each walled model names its own."""
    for model in walled_models():
        organisation = model._meta.get_field("organisation")
        assert isinstance(organisation, models.ForeignKey), model
        assert organisation.remote_field.on_delete is models.CASCADE, model
