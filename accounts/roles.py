"""Who may do what: policy section 1.1 in code. A test compares every route with this table."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """The roles a membership may hold; several at once."""

    FRONTLINE = "frontline", _("frontline employee")
    OWNER = "owner", _("touchpoint owner, team manager")
    COMMITTEE = "committee", _("steering committee")
    SPONSOR = "sponsor", pgettext_lazy("head of the company", "sponsor")
    CONSULTANT = "consultant", _("consultant")
    ADMIN = "admin", _("administrator")


class Can(StrEnum):
    """Capabilities that views, queries and services ask for."""

    USE = "use"  # be here at all: every member
    READ_SCRIPTS = "read_scripts"
    PROPOSE_SCRIPT = "propose_script"
    APPROVE_SCRIPT = "approve_script"
    EDIT_PROGRAMME = "edit_programme"
    EDIT_OWN_TOUCHPOINT = "edit_own_touchpoint"
    READ_PROGRAMME = "read_programme"
    PROPOSE_GATE = "propose_gate"
    DECIDE_GATE = "decide_gate"
    READ_FIGURES = "read_figures"
    READ_UNIT_FIGURES = "read_unit_figures"
    READ_ANSWERS = "read_answers"
    READ_COMMENTS = "read_comments"
    READ_PULSE = "read_pulse"
    RECOGNISE = "recognise"
    READ_RECOGNITION = "read_recognition"
    EDIT_SURVEYS = "edit_surveys"
    APPROVE_SURVEYS = "approve_surveys"
    SEND_SURVEYS = "send_surveys"
    READ_SURVEYS = "read_surveys"
    IMPORT = "import"
    EXPORT_FIGURES = "export_figures"
    EXPORT_ANSWERS = "export_answers"
    FLAG_ANSWER = "flag_answer"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_KEYS = "manage_keys"
    MANAGE_PRIVACY = "manage_privacy"
    MANAGE_SETTINGS = "manage_settings"
    READ_TRAIL = "read_trail"
    READ_ROSTER = "read_roster"
    EDIT_ROSTER = "edit_roster"
    EDIT_UNITS = "edit_units"
    PROPOSE_IDEA = "propose_idea"
    ANSWER_IDEA = "answer_idea"
    PLAN_TRAINING = "plan_training"
    RECORD_TRAINING = "record_training"
    READ_COVERAGE = "read_coverage"
    NEW_ENGAGEMENT = "new_engagement"
    READ_CUSTOMERS = "read_customers"
    WRITE_CUSTOMERS = "write_customers"
    WRITE_MEASURES = "write_measures"
    # What keys alone may do.
    WRITE_RESPONSES = "write_responses"
    READ_IDENTITY = "read_identity"


_R = Role
_EVERYONE = frozenset(Role)
_DECIDERS = frozenset({_R.COMMITTEE, _R.SPONSOR})
_READERS = frozenset({_R.OWNER, _R.COMMITTEE, _R.SPONSOR, _R.CONSULTANT})

GRANTS: dict[Can, frozenset[Role]] = {
    Can.USE: _EVERYONE,
    Can.READ_SCRIPTS: _EVERYONE,
    Can.PROPOSE_SCRIPT: frozenset({_R.FRONTLINE, _R.OWNER, _R.CONSULTANT}) | _DECIDERS,
    Can.APPROVE_SCRIPT: _DECIDERS,
    Can.EDIT_PROGRAMME: frozenset({_R.COMMITTEE, _R.CONSULTANT}),
    Can.EDIT_OWN_TOUCHPOINT: frozenset({_R.OWNER, _R.COMMITTEE, _R.CONSULTANT}),
    Can.READ_PROGRAMME: _READERS,
    Can.PROPOSE_GATE: frozenset({_R.COMMITTEE, _R.CONSULTANT}),
    Can.DECIDE_GATE: _DECIDERS,
    Can.READ_FIGURES: _EVERYONE,
    Can.READ_UNIT_FIGURES: _EVERYONE,
    Can.READ_ANSWERS: frozenset({_R.COMMITTEE, _R.SPONSOR, _R.CONSULTANT}),
    Can.READ_COMMENTS: frozenset({_R.FRONTLINE}) | _READERS,
    Can.READ_PULSE: frozenset({_R.FRONTLINE}) | _READERS,
    Can.RECOGNISE: frozenset({_R.FRONTLINE, _R.OWNER}) | _DECIDERS,
    Can.READ_RECOGNITION: frozenset({_R.FRONTLINE}) | _READERS,
    Can.EDIT_SURVEYS: frozenset({_R.CONSULTANT}),
    Can.APPROVE_SURVEYS: frozenset({_R.COMMITTEE}),
    Can.SEND_SURVEYS: frozenset({_R.CONSULTANT, _R.ADMIN}),
    Can.READ_SURVEYS: _READERS | {_R.ADMIN},
    Can.IMPORT: frozenset({_R.CONSULTANT, _R.ADMIN}),
    Can.EXPORT_FIGURES: _READERS | {_R.ADMIN},
    Can.EXPORT_ANSWERS: frozenset({_R.CONSULTANT, _R.ADMIN}),
    Can.FLAG_ANSWER: frozenset({_R.COMMITTEE, _R.CONSULTANT, _R.ADMIN}),
    Can.MANAGE_MEMBERS: frozenset({_R.ADMIN}),
    Can.MANAGE_KEYS: frozenset({_R.ADMIN}),
    Can.MANAGE_PRIVACY: frozenset({_R.ADMIN}),
    Can.MANAGE_SETTINGS: frozenset({_R.ADMIN}),
    Can.READ_TRAIL: _READERS | {_R.ADMIN},
    Can.READ_ROSTER: _READERS | {_R.ADMIN},
    Can.EDIT_ROSTER: frozenset({_R.ADMIN}),
    Can.EDIT_UNITS: frozenset({_R.ADMIN}),
    Can.PROPOSE_IDEA: frozenset({_R.FRONTLINE}) | _READERS,
    Can.ANSWER_IDEA: frozenset({_R.OWNER, _R.COMMITTEE, _R.CONSULTANT}),
    Can.PLAN_TRAINING: frozenset({_R.OWNER, _R.COMMITTEE, _R.CONSULTANT}),
    Can.RECORD_TRAINING: frozenset({_R.OWNER, _R.COMMITTEE, _R.CONSULTANT}),
    Can.READ_COVERAGE: _READERS,
    Can.NEW_ENGAGEMENT: frozenset({_R.CONSULTANT, _R.ADMIN}),
    Can.READ_CUSTOMERS: frozenset({_R.COMMITTEE, _R.SPONSOR, _R.CONSULTANT}),
    Can.WRITE_CUSTOMERS: frozenset({_R.CONSULTANT, _R.ADMIN}),
    Can.WRITE_MEASURES: frozenset({_R.OWNER, _R.CONSULTANT, _R.ADMIN}),
    Can.WRITE_RESPONSES: frozenset(),
    Can.READ_IDENTITY: frozenset(),
}

# Optional rights: off until the organisation switches the named option on.
OPTIONAL_GRANTS: dict[str, dict[Can, frozenset[Role]]] = {
    "committee_row_export": {Can.EXPORT_ANSWERS: frozenset({_R.COMMITTEE})},
    "admin_reads_comments": {Can.READ_COMMENTS: frozenset({_R.ADMIN})},
}

# Roles whose holders see the whole organisation; the others see their unit's subtree and their own touchpoints.
WIDE_ROLES = frozenset({_R.COMMITTEE, _R.SPONSOR, _R.CONSULTANT, _R.ADMIN})
# Roles that must sign in with a second factor (not in a demo organisation).
SECOND_FACTOR_ROLES = frozenset({_R.ADMIN, _R.CONSULTANT})

# Only scopes that open an address: one that opens nothing is not offered.
SCOPES: dict[str, frozenset[Can]] = {
    "nps:read": frozenset({Can.READ_FIGURES, Can.READ_UNIT_FIGURES, Can.READ_SURVEYS, Can.EXPORT_FIGURES}),
    "responses:read": frozenset({Can.READ_FIGURES, Can.READ_UNIT_FIGURES, Can.READ_ANSWERS, Can.READ_SURVEYS}),
    "responses:write": frozenset({Can.WRITE_RESPONSES}),
    "comments:read": frozenset({Can.READ_COMMENTS}),
    "identity:read": frozenset({Can.READ_IDENTITY}),
    "scripts:read": frozenset({Can.READ_SCRIPTS}),
    "programme:read": frozenset({Can.READ_PROGRAMME, Can.READ_SURVEYS}),
    "training:read": frozenset({Can.READ_COVERAGE}),
    "people:write": frozenset({Can.EDIT_ROSTER, Can.READ_ROSTER}),
    "audit:read": frozenset({Can.READ_TRAIL}),
    "measures:write": frozenset({Can.WRITE_MEASURES}),
}


def capabilities_of_roles(roles: frozenset[str], options: frozenset[str] = frozenset()) -> frozenset[Can]:
    """Everything that a membership with these roles may do, given the options its organisation switched on."""
    granted = {can for can, holders in GRANTS.items() if holders & roles}
    for option in options:
        granted |= {can for can, holders in OPTIONAL_GRANTS.get(option, {}).items() if holders & roles}
    return frozenset(granted)


def capabilities_of_scopes(scopes: frozenset[str]) -> frozenset[Can]:
    """Everything that a key with these scopes may do."""
    return frozenset().union(*(SCOPES[scope] for scope in scopes if scope in SCOPES), {Can.USE})


def scopes_for(capabilities: Iterable[Can]) -> list[str]:
    """The scopes any one of which gives a key one of these capabilities."""
    wanted = set(capabilities)
    return [scope for scope, granted in SCOPES.items() if granted & wanted]
