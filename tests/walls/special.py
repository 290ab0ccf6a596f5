"""Values that a model's own constraints ask for; `row:` names another row of the same organisation.

`another:` names a second row of a model, beside the one that the world has of it.
"""

from datetime import time
from typing import Any

SPECIAL: dict[str, dict[str, Any]] = {
    "brandpromise.PromiseReading": {"member": "row:accounts.Membership"},
    "feedback.Scale": {"minimum": 0, "maximum": 10},
    "feedback.CollectionPoint": {"touchpoint": "row:touchpoints.Touchpoint"},
    "feedback.ImportRun": {"survey": "row:feedback.Survey", "file": "row:operations.StoredFile"},
    "feedback.Response": {"touchpoint": "row:touchpoints.Touchpoint", "unit": "row:organisations.Unit"},
    "feedback.Survey": {"engagement": "row:programs.Engagement", "cycle": "row:programs.Cycle"},
    "operations.QuietHours": {"begins": time(22), "ends": time(7)},
    "programs.Stage": {"kind": "audit"},
    "touchpoints.Responsibility": {
        "part": "responsible",
        "touchpoint": "row:touchpoints.Touchpoint",
        "membership": "row:accounts.Membership",
    },
    "touchpoints.MentalStep": {"name": "row:touchpoints.MappingName"},
    "touchpoints.Idea": {"touchpoint": "row:touchpoints.Touchpoint"},
    "metrics.ClaimMeasure": {"standard": "row:touchpoints.Standard"},
    "touchpoints.InitiativeDependency": {"on": "another:touchpoints.Initiative"},
    "touchpoints.LaunchPoint": {"kind": "other"},
    "training.CheckChoice": {"is_right": True},
    "audits.Finding": {"touchpoint": "row:touchpoints.Touchpoint"},
}
