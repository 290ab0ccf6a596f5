"""Questions to the answer store."""

from feedback.queries.catalogue import Catalogue
from feedback.queries.plans import plan, plan_of_version

__all__ = ["Catalogue", "plan", "plan_of_version"]
