"""Addresses of forms lead people to their page; refused pages stand in the log in one line."""

import logging
import sys

from django.core.exceptions import PermissionDenied

from cem.answered_at import page_above
from cem.logs import RefusalsInOneLine


def test_the_page_above_is_the_nearest_address_of_ours():
    key = "0d9a4a5e-7c0f-4c5e-9a36-0f0c6f1c2a11"

    assert page_above(f"/o/acme/p/service/changes/{key}/move/") == f"/o/acme/p/service/changes/{key}/"
    assert page_above("/o/acme/") == ""


def test_a_refused_page_is_logged_without_traceback_and_other_faults_with_it():
    for fault, is_kept in ((PermissionDenied(), False), (ValueError(), True)):
        try:
            raise fault
        except Exception:
            record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden", (), sys.exc_info())
        assert RefusalsInOneLine().filter(record)
        assert bool(record.exc_info) is is_kept
