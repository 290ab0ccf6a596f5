"""The product's settings with one address more: the view that does nothing, against which others are measured."""

from cem.settings import *  # noqa: F403

ROOT_URLCONF = "cem.benchmarks.urls"
LOGGING["root"]["level"] = "ERROR"  # noqa: F405 (refusals are provoked here, and are no news)
