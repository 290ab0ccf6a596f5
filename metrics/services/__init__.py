"""What this app writes: files of answers, and frozen figures."""

from metrics.services.exports import ExportFile, export_small, start_export, write_export
from metrics.services.snapshots import take_snapshot

__all__ = ["ExportFile", "export_small", "start_export", "take_snapshot", "write_export"]
