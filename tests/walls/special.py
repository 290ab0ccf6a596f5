"""Values that a model's own constraints ask for; `row:` names another row of the same organisation."""

from datetime import time
from typing import Any

SPECIAL: dict[str, dict[str, Any]] = {
    "feedback.Scale": {"minimum": 0, "maximum": 10},
    "feedback.CollectionPoint": {"touchpoint": "row:touchpoints.Touchpoint"},
    "feedback.ImportRun": {"survey": "row:feedback.Survey", "file": "row:operations.StoredFile"},
    "feedback.Response": {"touchpoint": "row:touchpoints.Touchpoint", "unit": "row:organisations.Unit"},
    "feedback.Survey": {"engagement": "row:programs.Engagement", "cycle": "row:programs.Cycle"},
    "operations.QuietHours": {"begins": time(22), "ends": time(7)},
    "programs.Stage": {"kind": "audit"},
    "audits.Finding": {"touchpoint": "row:touchpoints.Touchpoint"},
}
