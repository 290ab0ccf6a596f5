"""Finds the one file of a wheel that pages need, and nothing else of its folder."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

VENDOR_FILES = {"vendor/plotly.min.js": ("plotly", "package_data/plotly.min.js")}


class VendorFinder(BaseFinder):
    """Serves `vendor/plotly.min.js` out of the installed wheel, without importing it."""

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        source = vendor_path(path)
        if source is None:
            return [] if find_all else None
        return [str(source)] if find_all else str(source)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, "VendorStorage"]]:
        storage = VendorStorage()
        return ((name, storage) for name in VENDOR_FILES if vendor_path(name))


class VendorStorage(FileSystemStorage):
    """Reads a vendor's file under the name our pages use."""

    prefix = ""

    def path(self, name: str) -> str:
        return str(vendor_path(name) or name)


def vendor_path(name: str) -> Path | None:
    """Where the wheel keeps the file, or nothing."""
    if name not in VENDOR_FILES:
        return None
    package, inside = VENDOR_FILES[name]
    spec = find_spec(package)
    source = Path(spec.origin).parent / inside if spec and spec.origin else None
    return source if source and source.is_file() else None
