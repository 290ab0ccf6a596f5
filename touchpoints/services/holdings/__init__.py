"""What members hold in this app and the ones below, and how each of it is handed to a successor."""

from django.utils.translation import gettext_lazy as _

from touchpoints.answering.holdings import Holding, register_holding
from touchpoints.services.holdings import answered, contacts, work


def register_holdings() -> None:
    """Offer every kind this app knows, in the order in which a hand-over lists them."""
    for holding in (
        Holding("touchpoint", _("Touchpoints owned"), answered.find_touchpoints, answered.hand_touchpoint),
        Holding("part", _("Parts in journeys, touchpoints, processes and channels"), answered.find_parts,
                answered.hand_part),
        Holding("initiative", _("Changes they answer for"), work.find_initiatives, work.hand_initiative),
        Holding("joint", _("Changes they own jointly"), work.find_joint, work.hand_joint),
        Holding("stage", _("Stages of the programme"), work.find_stages, work.hand_stage),
        Holding("actor", _("Relations in the ecosystem"), work.find_actors, work.hand_actor),
        Holding("contact", _("Scripts that send people to them"), contacts.find_contacts, contacts.hand_contact),
    ):  # fmt: skip
        register_holding(holding)
