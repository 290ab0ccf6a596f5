"""Settings of the processes that the fault tests start and kill: the test's own database, short leases."""

import os

from cem import database_roles
from cem.settings import *  # noqa: F403
from cem.settings import DATABASES, INSTALLED_APPS

DATABASES["default"]["NAME"] = os.environ["CEM_FAULT_DATABASE"]
MEDIA_ROOT = os.environ["CEM_FAULT_FILES"]
INSTALLED_APPS.append("tests.faults")
JOB_LEASE_SECONDS = 1
WORKER_STUCK_SECONDS = 2
JOB_SWEEP_SECONDS = 0.25

# The role of the tests made the tables of the test database, so it owns them.
database_roles.fault_of_role = lambda: ""
