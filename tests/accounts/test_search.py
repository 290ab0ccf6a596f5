"""What accounts tells to be found."""

from accounts.search import units
from organisations.models import Unit
from organisations.tenancy import organisation_scope


def test_units_in_use_are_found_by_name_and_code_where_they_stand_in_the_tree(acme, ada, signed_in):
    with organisation_scope(acme):
        north = Unit.objects.get(code="north")
        Unit.objects.create(organisation=acme, code="kiosk-7", name={"en": "Kiosk at gate seven"}, parent=north)
        told = [(entry.words, entry.note, entry.address) for entry in units(acme)]

    assert ("kiosk-7", north.name, "/o/acme/settings/units/#unit-kiosk-7") in told
    assert 'id="unit-kiosk-7"' in signed_in(ada).get("/o/acme/settings/units/").content.decode()
