"""Values that a model's own constraints ask for; `row:` names another row of the same organisation."""

from typing import Any

SPECIAL: dict[str, dict[str, Any]] = {
    "brandpromise.PromiseReading": {"member": "row:accounts.Membership"},
    "feedback.Scale": {"minimum": 0, "maximum": 10},
    "feedback.CollectionPoint": {"touchpoint": "row:touchpoints.Touchpoint"},
    "feedback.ImportRun": {"survey": "row:feedback.Survey", "file": "row:operations.StoredFile"},
    "feedback.Response": {"touchpoint": "row:touchpoints.Touchpoint", "unit": "row:organisations.Unit"},
    "feedback.Survey": {"engagement": "row:programs.Engagement", "cycle": "row:programs.Cycle"},
    "programs.Stage": {"kind": "audit"},
    "metrics.ClaimMeasure": {"standard": "row:touchpoints.Standard"},
    "training.CheckChoice": {"is_right": True},
    "audits.Finding": {"touchpoint": "row:touchpoints.Touchpoint"},
}
