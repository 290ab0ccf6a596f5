"""Repairs a package that was imported in two halves.

pytest-randomly tries model_bakery, and with it Django's models, before the settings are known. That import fails, but
the submodules it reached stay loaded, and Python does not attach them to the package that is imported later.
"""

import sys


def attach_submodules(package: str) -> None:
    """Make every loaded submodule an attribute of its package, as an ordinary import would have."""
    start = f"{package}."
    for name in [name for name in sys.modules if name.startswith(start)]:
        parent, _dot, child = name.rpartition(".")
        if not hasattr(sys.modules[parent], child):
            setattr(sys.modules[parent], child, sys.modules[name])
