"""What of training can be found: courses."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from lib.local_text import every_text
from operations.search import Entry, search_source
from organisations.models import Organisation
from training.models import Course


@search_source("course", label=_("Trainings"))
def courses(organisation: Organisation) -> Iterable[Entry]:
    """Every course in use."""
    for course in Course.objects.filter(archived_at=None):
        yield Entry(
            title=course.name or course.code,
            address=reverse("training:course", args=[organisation.slug, course.code]),
            needs=Can.READ_COVERAGE,
            words=f"{course.code} {every_text(course.aim)}",
            note=course.aim,
        )
