"""What the pages above ask of this app."""

from operations.queries.jobs import JobProgress, jobs_shown, progress_of
from operations.queries.trail import TrailFilter, TrailPage, TrailReach, trail_entries, trail_page
from operations.queries.verification import Verification, verify_trail

__all__ = [
    "JobProgress",
    "TrailFilter",
    "TrailPage",
    "TrailReach",
    "Verification",
    "jobs_shown",
    "progress_of",
    "trail_entries",
    "trail_page",
    "verify_trail",
]
