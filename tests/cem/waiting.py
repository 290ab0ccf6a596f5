"""A module that waits, for the test of the lifeline."""

import time

time.sleep(60)
