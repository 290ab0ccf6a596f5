"""The standard engagement: six stages with their usual length and what each must bring forth, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StandardDeliverable:
    """What a stage brings forth; apps above deliver it by its code."""

    code: str
    en: str
    pl: str
    required: bool = True
    evidence: str = ""

    @property
    def title(self) -> dict[str, str]:
        return {"en": self.en, "pl": self.pl}


@dataclass(frozen=True, slots=True)
class StandardStage:
    """One of the six stages with its usual length."""

    kind: str
    weeks: int
    deliverables: Sequence[StandardDeliverable]


_D = StandardDeliverable

STANDARD: tuple[StandardStage, ...] = (
    StandardStage(
        "audit",
        10,
        (
            _D(
                "audit-surveys", "Customers have been asked at every touchpoint", "Klienci zapytani o każdy punkt styku"
            ),
            _D(
                "baseline",
                "Baseline of the indicators, frozen",
                "Zamrożona wartość wyjściowa wskaźników",
                evidence="audits.baseline_frozen",
            ),
            _D("findings", "Findings with their evidence", "Ustalenia wraz z dowodami"),
            _D(
                "valuable-customers",
                "Who the most valuable customers are",
                "Kim są najbardziej wartościowi klienci",
                required=False,
            ),
        ),
    ),
    StandardStage(
        "promise",
        6,
        (
            _D("brand-promise", "Approved brand promise with its pillars", "Zatwierdzona obietnica marki z filarami"),
            _D("vision", "Vision and goals of the experience", "Wizja i cele doświadczeń", required=False),
            _D(
                "employees-heard",
                "Employees were heard on the draft",
                "Pracownicy wypowiedzieli się o szkicu",
                required=False,
            ),
            _D(
                "feasibility",
                "Units say that they can deliver it",
                "Jednostki potwierdzają, że dotrzymają obietnicy",
                required=False,
            ),
        ),
    ),
    StandardStage(
        "design",
        12,
        (
            _D(
                "touchpoint-owners",
                "Every touchpoint listed, with an owner",
                "Lista punktów styku, każdy z właścicielem",
            ),
            _D(
                "desired-experiences",
                "A desired experience for each touchpoint",
                "Pożądane doświadczenie w każdym punkcie",
            ),
            _D("scripts", "Scripts for the frontline", "Scenariusze rozmów dla pierwszej linii"),
        ),
    ),
    StandardStage(
        "engagement",
        12,
        (
            _D("training-plan", "Training tied to the promise", "Szkolenia powiązane z obietnicą"),
            _D(
                "training-coverage",
                "People are trained",
                "Pracownicy są przeszkoleni",
                evidence="training.coverage_reached",
            ),
            _D(
                "promise-known",
                "Employees know the promise",
                "Pracownicy znają obietnicę",
                required=False,
                evidence="training.promise_known",
            ),
        ),
    ),
    StandardStage(
        "launch",
        2,
        (
            _D("changes-ready", "The changes are ready at the touchpoints", "Zmiany gotowe w punktach styku"),
            _D("campaign", "Customers are told what changes", "Klienci wiedzą, co się zmienia", required=False),
        ),
    ),
    StandardStage(
        "reaudit",
        10,
        (
            _D(
                "reaudit-surveys", "The same instruments were asked again", "Ponownie użyto tych samych kwestionariuszy"
            ),
            _D(
                "comparison",
                "Before and after, touchpoint by touchpoint",
                "Przed i po, punkt styku po punkcie styku",
                evidence="audits.comparison_frozen",
            ),
            _D("next-findings", "Findings for the next cycle", "Ustalenia do następnego cyklu"),
        ),
    ),
)

# What of a re-audit fills in the audit of the next cycle (domain 10.13).
CARRIED_OVER = {"audit-surveys": "reaudit-surveys", "baseline": "comparison", "findings": "next-findings"}

# Gates that need the sponsor among those who approve (policy 1.4): promise, launch, closing the cycle.
SPONSOR_STAGES = frozenset({"promise", "launch", "reaudit"})
