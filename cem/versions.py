"""The versions shown by /health/, the API's description and the reports."""

import platform
from importlib.metadata import version

PRODUCT = "0.1.0"


def versions() -> dict[str, str]:
    """The product's version and those of what it stands on."""
    return {"cem": PRODUCT, "django": version("django"), "python": platform.python_version()}
