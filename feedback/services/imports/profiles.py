"""Profiles kept for the next file of the same kind."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from feedback.imports.profile import parse_toml, read_profile
from feedback.models import ImportProfile, Survey
from operations.services import record_trail
from organisations.models import Organisation


def load_profile(text: str) -> dict[str, Any]:
    """The mapping of a profile written in TOML, checked.

    :raises ProfileFaults: it says something that no profile can say
    """
    mapping = parse_toml(text)
    read_profile(mapping)
    return mapping


@transaction.atomic
def save_profile(
    *, organisation: Organisation, name: str, mapping: Mapping[str, Any], survey: Survey | None, actor: str
) -> ImportProfile:
    """Keep a mapping under a name; the profile of the same name is replaced.

    :raises ProfileFaults: the mapping is no complete profile
    """
    kept = {**mapping, "name": name}
    read_profile(kept)
    profile, _made = ImportProfile.objects.update_or_create(
        organisation=organisation, name=name, defaults={"mapping": kept, "survey": survey}
    )
    record_trail(
        organisation=organisation, actor=actor, action="import_profile.saved", target=profile, target_name=name
    )
    return profile
