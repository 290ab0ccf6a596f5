"""Writing the version in the making: words, pillars, value drivers; the later of two writers sees both texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import needs
from accounts.requests import MemberRequest, language_names, languages_of
from accounts.roles import Can
from brandpromise import services
from brandpromise.forms import DriverFormSet, PillarFormSet, PromiseForm
from brandpromise.forms.promise import MOST_PARTS
from brandpromise.models import Promise, PromiseState
from brandpromise.views.common import page_of
from lib.both_texts import BothTexts, ChangedMeanwhile, both_texts, local_parts, reopen
from lib.local_text import local

WORDS = ("text", "audience", "proof")


@dataclass
class Writing:
    """The forms of one page; the sets' lists of forms are told apart by their prefixes."""

    form: PromiseForm
    pillars: Any
    drivers: Any

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.pillars.is_valid(), self.drivers.is_valid()])

    @property
    def written_pillars(self) -> list[services.PillarDraft]:
        """The pillars, in their order."""
        rows = self.pillars.written
        return [services.PillarDraft(row["code"], row["name"], row["meaning"], row["proof"]) for row in rows]

    @property
    def written_drivers(self) -> list[services.DriverDraft]:
        """The value drivers, in their order."""
        rows = self.drivers.written
        return [services.DriverDraft(row["name"], row["goal"], row["how"], row["pillar"]) for row in rows]


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Write the version in the making with its pillars and value drivers."""
    draft = Promise.objects.filter(state=PromiseState.DRAFT).first()
    if draft is None:
        return redirect(reverse("brandpromise:promise", args=[slug]))
    writing = _forms(request, draft)
    both = None
    is_complete = request.method == "POST" and not _more(request.POST) and writing.is_valid()
    if is_complete and _fits(writing):
        both = _save(request, draft, writing)
        if both is None:
            messages.success(request, _("The draft is saved."))
            return redirect(page_of(draft, slug))
    context = {
        "slug": slug, "promise": draft, "form": writing.form, "pillars": writing.pillars, "drivers": writing.drivers,
        "both": both,
    }  # fmt: skip
    return render(request, "brandpromise/edit.html", context)


def _forms(request: MemberRequest, promise: Promise) -> Writing:
    languages = {"languages": languages_of(request)}
    typed = _with_more(request.POST) if request.method == "POST" else None
    initial = {name: getattr(promise, name) for name in (*WORDS, "what_changed", "revision")}
    begun = [
        {"code": one.pillar.code, "name": one.name, "meaning": one.meaning, "proof": one.proof}
        for one in promise.pillars.select_related("pillar")
    ]
    drivers = [
        {"name": one.name, "goal": one.goal, "how": one.how, "pillar": one.pillar.code if one.pillar else ""}
        for one in promise.drivers.select_related("pillar")
    ]
    pillars = PillarFormSet(typed, initial=begun, prefix="pillar", form_kwargs=languages)
    pillars.extra = 0 if begun else 1
    named = {**languages, "pillars": _pillar_choices(pillars, languages_of(request))}
    written = DriverFormSet(typed, initial=drivers, prefix="driver", form_kwargs=named)
    written.extra = 0 if drivers else 1
    return Writing(form=PromiseForm(typed, initial=initial, **languages), pillars=pillars, drivers=written)


def _pillar_choices(pillars: Any, languages: Sequence[str]) -> list[tuple[str, str]]:
    """The pillars as they stand in the forms, typed or begun, since a driver may rest on one that is new."""
    kept = [one for one in pillars if not one["DELETE"].value()]
    codes = [(one["code"].value() or one.initial.get("code", ""), one["name"].value()) for one in kept]
    return [(code, _called(name, languages) or code) for code, name in codes if code]


def _called(name: Any, languages: Sequence[str]) -> str:
    """A name as it stands in a form: a text by language as it was begun, a list of texts as it was typed."""
    return local(name if isinstance(name, dict) else dict(zip(languages, name or (), strict=False)))


def _more(typed: Mapping[str, str]) -> str:
    """Which list shall get one form more."""
    return {"1": "pillar", "driver": "driver"}.get(typed.get("more", ""), "")


def _with_more(sent: Any) -> Any:
    """What was typed, with one form more of the list that "another one" asks for."""
    typed = sent.copy()
    key = f"{_more(typed)}-TOTAL_FORMS"
    total = typed.get(key, "")
    if total.isdigit():
        typed[key] = str(min(int(total) + 1, MOST_PARTS))
    return typed


def _fits(writing: Writing) -> bool:
    """Whether the pillars are told apart by their codes."""
    codes = [pillar.code for pillar in writing.written_pillars]
    if len(set(codes)) < len(codes):
        writing.form.add_error(None, _("Two pillars have the same code."))
        return False
    return True


def _save(request: MemberRequest, promise: Promise, writing: Writing) -> BothTexts | None:
    """Save; where somebody else saved meanwhile nothing is written, and both texts are returned."""
    words = dict(writing.form.cleaned_data)
    opened = words.pop("revision")
    try:
        services.edit_promise(
            promise=promise, pillars=writing.written_pillars, drivers=writing.written_drivers,
            actor=request.viewer.actor, opened=opened, **words,
        )  # fmt: skip
    except ChangedMeanwhile:
        return _both(request, promise, writing)
    return None


def _both(request: MemberRequest, promise: Promise, writing: Writing) -> BothTexts:
    stored = Promise.objects.get(pk=promise.pk)
    names = language_names(request)
    reopen(writing.form, stored.revision)
    mine = {**writing.form.cleaned_data, "pillars": writing.written_pillars, "drivers": writing.written_drivers}
    return both_texts(stored=_told(_as_written(stored), names), yours=_told(mine, names), revision=stored.revision)


def _as_written(promise: Promise) -> dict[str, Any]:
    """The stored version in the shape of what a writer sends."""
    pillars = promise.pillars.select_related("pillar")
    drivers = promise.drivers.select_related("pillar")
    return {
        **{name: getattr(promise, name) for name in (*WORDS, "what_changed")},
        "pillars": [services.PillarDraft(one.pillar.code, one.name, one.meaning, one.proof) for one in pillars],
        "drivers": [
            services.DriverDraft(one.name, one.goal, one.how, one.pillar.code if one.pillar else "") for one in drivers
        ],
    }


def _told(written: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """A version part by part, each language apart."""
    labels = {
        "text": _("Promise"), "audience": _("For whom"), "proof": _("Why it can be believed"),
        "what_changed": _("What changed and why"),
    }  # fmt: skip
    parts: dict[str, str] = {}
    for field, label in labels.items():
        parts |= local_parts(label, written[field], names)
    for pillar in written["pillars"]:
        for text in (pillar.name, pillar.meaning, pillar.proof):
            _join(parts, local_parts(_("Pillar %(code)s") % {"code": pillar.code}, text, names))
    for number, driver in enumerate(written["drivers"], start=1):
        for text in (driver.name, driver.goal, driver.how):
            _join(parts, local_parts(_("Value driver %(number)s") % {"number": number}, text, names))
    return parts


def _join(parts: dict[str, str], more: Mapping[str, str]) -> None:
    for label, text in more.items():
        parts[label] = "\n".join(filter(None, (parts.get(label, ""), text)))
