"""Which surveys of an engagement are its waves, and which one is asked just now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from feedback.models import Survey, SurveyRole
from lib.local_text import local
from metrics.models import Count
from programs.models import Engagement


@dataclass(frozen=True, slots=True)
class Waves:
    """The engagement's answered waves, oldest first."""

    waves: Sequence[Survey]

    @property
    def newest(self) -> Survey | None:
        return self.waves[-1] if self.waves else None

    def before(self, code: str = "") -> Survey | None:
        """The wave to compare the newest one with: the one asked for, else the first of all."""
        earlier = list(self.waves[:-1])
        return next((survey for survey in earlier if survey.code == code), earlier[0] if earlier else None)

    def loyalty_wave(self) -> tuple[Survey | None, bool]:
        """The newest wave that asked for recommendation, and whether none before it did."""
        asked = [survey for survey in self.waves if survey.main_nps_id]
        return (asked[-1] if asked else None, len(asked) == 1 and len(self.waves) > 1)


def surveys_of(engagement: Engagement) -> QuerySet[Survey]:
    """The engagement's surveys. Those tied to no cycle are the only engagement's too, but for samples."""
    others = Engagement.objects.exclude(pk=engagement.pk)
    tied_to_none = Q(engagement=None, is_sample=False) & ~Exists(others)
    return Survey.objects.filter(Q(engagement=engagement) | tied_to_none)


def waves_of(engagement: Engagement) -> Waves:
    """Surveys that run on and on are no waves; drafts and surveys nobody answered are none either."""
    counted = surveys_of(engagement).filter(Exists(Count.objects.filter(survey=OuterRef("pk"))))
    answered = sorted(
        counted.select_related("main_nps", "main_csat", "version"),
        key=lambda survey: (survey.opens_on or date.max, survey.pk),
    )
    waves = [survey for survey in answered if survey.role != SurveyRole.CONTINUOUS]
    # A programme that only ever asks continuously is read from those answers.
    return Waves(waves or answered)


def survey_name(survey: Survey) -> str:
    """What readers call a survey."""
    return local(survey.name) or survey.code
