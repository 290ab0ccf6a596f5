"""Settings of the processes that the fault tests start and kill: the test's own database, short leases."""

import os

from cem.settings import *  # noqa: F403
from cem.settings import DATABASES, INSTALLED_APPS

DATABASES["default"]["NAME"] = os.environ["CEM_FAULT_DATABASE"]
INSTALLED_APPS.append("tests.faults")
JOB_LEASE_SECONDS = 1
JOB_SWEEP_SECONDS = 0.25
ALLOWED_HOSTS = ["*"]
