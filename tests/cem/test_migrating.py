"""A new table is read alone; whatever is changed afterwards meets models that know all their relations."""

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from cem.migrating import new_tables_by_themselves

pytestmark = pytest.mark.pure


def table(name: str, **fields: models.Field) -> ModelState:
    return ModelState("shop", name, [("id", models.AutoField(primary_key=True)), *fields.items()])


def order_of(customer: str) -> ModelState:
    return table("Order", customer=models.ForeignKey(customer, models.CASCADE, related_name="orders"))


@pytest.fixture
def state():
    state = ProjectState()
    state.add_model(table("Customer"))
    assert state.apps  # rendered, as Django does before the first migration
    return state


def test_new_table_leaves_the_others_as_they_were(state):
    customer = state.apps.get_model("shop", "Customer")

    with new_tables_by_themselves():
        state.add_model(order_of("shop.Customer"))

        assert state.apps.get_model("shop", "Customer") is customer
        assert state.apps.get_model("shop", "Order")._meta.get_field("customer").related_model is customer


def test_next_change_of_another_kind_knows_every_relation(state):
    with new_tables_by_themselves():
        before = state.clone()
        state.add_model(order_of("shop.Customer"))
        state.add_field("shop", "order", "paid", models.BooleanField(default=False), preserve_default=True)

        customer = state.apps.get_model("shop", "Customer")
        assert [relation.related_model for relation in customer._meta.related_objects] == [
            state.apps.get_model("shop", "Order")
        ]
        assert not state.is_delayed
    assert ("shop", "order") not in before.models


def test_outside_django_goes_its_own_way(state):
    customer = state.apps.get_model("shop", "Customer")

    state.add_model(order_of("shop.Customer"))

    assert state.apps.get_model("shop", "Customer") is not customer
