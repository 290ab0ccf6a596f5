"""The privacy desk: erasing a person who asked for it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.models import Customer, Response
from feedback.queries.erasing import erasable
from feedback.services.erasure import Erased, erase_answers, erase_customer


class SureForm(forms.Form):
    """That whoever erases has seen how much it is."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=gettext_lazy("I know that this cannot be undone"))


class ErasureForm(forms.Form):
    """Whom to erase: a customer by number, or the answers of one number of the sender's."""

    customer = forms.CharField(label=gettext_lazy("Customer number"), max_length=100, required=False)
    external_id = forms.CharField(
        label=gettext_lazy("Number of the answer"), max_length=200, required=False,
        help_text=gettext_lazy("The sender's own number; where no customer is known."),
    )  # fmt: skip
    with_scores = forms.BooleanField(
        label=gettext_lazy("Delete the scores, too"), required=False,
        help_text=gettext_lazy("Only if deletion was asked for. Otherwise the scores stay as nobody's."),
    )  # fmt: skip

    def clean(self) -> None:
        if bool(self.cleaned_data.get("customer")) == bool(self.cleaned_data.get("external_id")):
            raise forms.ValidationError(_("Name either a customer or an answer."))


@needs(Can.MANAGE_PRIVACY)
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_desk(request: MemberRequest, slug: str) -> HttpResponse:
    """Erase a person: first it says how much that is; what was erased is not shown again."""
    form = ErasureForm(request.POST or None)
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        named = {name: form.cleaned_data[name] for name in ("customer", "external_id")}
        found = erasable(viewer=request.viewer, **named)
        sure = SureForm(request.POST if "seen" in request.POST else None, initial={"seen": found and found.answers})
        if found is None:
            form.add_error(None, _("There is nobody and nothing of this number."))
        elif sure.is_valid() and sure.cleaned_data["seen"] == found.answers and (done := _erase(request, form)):
            said = ngettext("Erased: %(n)d answer.", "Erased: %(n)d answers.", done.answers) % {"n": done.answers}
            messages.success(request, said)
            return redirect("feedback:privacy", slug)
        else:
            shown |= {"found": found, "sure": sure}
    refused = form.errors or ("sure" in shown and shown["sure"].errors)
    return render(request, "feedback/privacy.html", shown, status=400 if refused else 200)


def _erase(request: MemberRequest, form: ErasureForm) -> Erased | None:
    now, with_scores = timezone.now(), form.cleaned_data["with_scores"]
    if code := form.cleaned_data["customer"]:
        customer = Customer.objects.select_related("organisation").filter(code=code).first()
        if customer is None:
            return None
        return erase_customer(customer=customer, by=request.viewer, now=now, with_scores=with_scores)
    found = list(Response.objects.filter(external_id=form.cleaned_data["external_id"]))
    if not found:
        return None
    return erase_answers(
        organisation=request.organisation, answers=found, by=request.viewer, now=now, with_scores=with_scores
    )
