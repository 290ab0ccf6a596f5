"""What carries the promise to customers: list, page, editing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from brandpromise import queries, services
from brandpromise.forms import CarrierForm
from brandpromise.models import Carrier, CarrierKind, CarrierMode, Pillar
from brandpromise.services.carriers import EVIDENCE
from brandpromise.views.common import language_names, languages_of, section, viewer_of
from lib.both_texts import BothTexts, ChangedMeanwhile, both_texts, local_parts, reopen
from operations.models import StoredFile
from operations.services import FileRefused, save_upload

PAGE = 30
TAKEN = ("pdf", "png", "jpg", "webp", "docx", "pptx")
FILTERS = ("words", "kind", "mode", "pillar", "state", "sort")
LOCAL = ("name", "promises", "where")


@needs(Can.READ_SCRIPTS)
@require_safe
def carriers(request: MemberRequest, slug: str) -> HttpResponse:
    """Everything that raises customers' expectations, in words and without."""
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    today = timezone.localdate()
    page = Paginator(queries.carriers(today=today, **asked), PAGE).get_page(request.GET.get("page"))
    context = {
        **section(request, slug, "carriers"),
        "page": page,
        "chosen": asked,
        "is_filtered": any(asked[name] for name in FILTERS if name != "sort"),
        "kinds": CarrierKind.choices,
        "modes": CarrierMode.choices,
        "pillars": Pillar.objects.prefetch_related("texts"),
        "today": today,
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
    }
    return render(request, "brandpromise/carriers.html", context)


def _or_404(code: str) -> Carrier:
    found = queries.carrier(code)
    if found is None:
        raise Http404("no such carrier")
    return found


@needs(Can.READ_SCRIPTS)
@require_safe
def carrier(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """What a carrier promises, to whom and since when, with its evidence and the claims it makes."""
    context = {
        **section(request, slug, "carriers"),
        "carrier": _or_404(code),
        "today": timezone.localdate(),
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
    }
    return render(request, "brandpromise/carrier.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def carrier_edit(request: MemberRequest, slug: str, code: str = "") -> HttpResponse:
    """A new carrier, or one to change."""
    found = _or_404(code) if code else None
    form = _form(request, found)
    both = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, found, form)
        except services.CodeTaken:
            form.add_error("code", _("There is another carrier of this code."))
        except FileRefused as refused:
            form.add_error("file", str(refused))
        except ChangedMeanwhile:
            both = _both(request, found, form) if found else None
        else:
            return redirect(_address(slug, saved))
    back = _address(slug, found) if found else reverse("brandpromise:carriers", args=[slug])
    context = {**section(request, slug, "carriers"), "form": form, "carrier": found, "both": both, "back": back}
    return render(request, "brandpromise/carrier_edit.html", context)


def _form(request: MemberRequest, found: Carrier | None) -> CarrierForm:
    initial: dict[str, Any] = {}
    if found:
        fields = (*LOCAL, "kind", "mode", "from_day", "until_day", "address", "revision")
        initial = {name: getattr(found, name) for name in fields}
        initial["pillars"] = [link.pillar_id for link in found.pillars.all()]
    return CarrierForm(
        request.POST or None, request.FILES or None, is_new=found is None, languages=languages_of(request),
        initial=initial,
    )  # fmt: skip


def _save(request: MemberRequest, found: Carrier | None, form: CarrierForm) -> Carrier:
    words = dict(form.cleaned_data)
    upload, opened = words.pop("file"), words.pop("revision", None)
    file: StoredFile | None = None
    if upload:
        file = save_upload(
            organisation=request.organisation, upload=upload, kind=EVIDENCE, actor=viewer_of(request).actor,
            accepted=TAKEN,
        )  # fmt: skip
    words.setdefault("code", found.code if found else "")
    return services.save_carrier(
        organisation=request.organisation, carrier=found, by=viewer_of(request), file=file, opened=opened, **words
    )


def _both(request: MemberRequest, found: Carrier, form: CarrierForm) -> BothTexts:
    stored, names = Carrier.objects.get(pk=found.pk), language_names(request)
    reopen(form, stored.revision)

    def told(texts: Any) -> dict[str, str]:
        parts: dict[str, str] = {}
        for name in LOCAL:
            parts |= local_parts(str(form.fields[name].label), texts(name), names)
        return parts

    return both_texts(
        stored=told(lambda name: getattr(stored, name)),
        yours=told(lambda name: form.cleaned_data[name]),
        revision=stored.revision,
    )


@needs(Can.EDIT_PROGRAMME)
@require_POST
def carrier_archive(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Put a carrier away, or bring it back."""
    found = _or_404(code)
    services.archive(thing=found, by=viewer_of(request), at=None if found.archived_at else timezone.now())
    messages.success(request, _("It is put away.") if found.archived_at else _("It is back in use."))
    return redirect(_address(slug, found))


def _address(slug: str, carrier: Carrier) -> str:
    return reverse("brandpromise:carrier", args=[slug, carrier.code])
