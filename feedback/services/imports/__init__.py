"""Imports: a file becomes answers, exactly once. The browser's wizard and the command line use these alike."""

from feedback.services.imports.checking import check_file
from feedback.services.imports.looking import look_at, look_or_enqueue
from feedback.services.imports.profiles import load_profile, save_profile
from feedback.services.imports.running import import_file
from feedback.services.imports.runs import (
    CannotStart,
    CannotUndo,
    begin_import,
    change_mapping,
    start_check,
    start_import,
    start_undo,
    undo_until,
)
from feedback.services.imports.undoing import undo_file
from feedback.services.imports.work import InlineWork, Work

__all__ = [
    "CannotStart",
    "CannotUndo",
    "InlineWork",
    "Work",
    "begin_import",
    "change_mapping",
    "check_file",
    "import_file",
    "load_profile",
    "look_at",
    "look_or_enqueue",
    "save_profile",
    "start_check",
    "start_import",
    "start_undo",
    "undo_file",
    "undo_until",
]
