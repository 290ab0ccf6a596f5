"""The organisation's own settings and its channels."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.settings import ChannelForm, SettingsForm
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.services.places import add_channel, change_settings, rename_channel
from organisations.models import Channel, Organisation


@needs(Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest, slug: str) -> HttpResponse:
    """Name, clock, languages, colour, smallest groups, rights switched on."""
    organisation = Organisation.objects.get(pk=request.organisation.pk)
    form = SettingsForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        changed = change_settings(organisation=request.organisation, actor=request.viewer.actor, **form.values())
        if changed:
            messages.success(request, _("The settings are saved."))
        if "time_zone" in changed:
            messages.warning(request, _("Answers may have moved to another day; figures are counted anew."))
        return redirect("accounts:settings", slug)
    return render(request, "accounts/settings.html", {"form": form}, status=400 if form.errors else 200)


@needs(Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: MemberRequest, slug: str) -> HttpResponse:
    """All channels, and the form of a new one."""
    form = ChannelForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        position = Channel.objects.count()
        add_channel(
            organisation=request.organisation, actor=request.viewer.actor, position=position, **form.cleaned_data
        )
        messages.success(request, _("The channel is added."))
        return redirect("accounts:channels", slug)
    shown = {"form": form, "channels": Channel.objects.all()}
    return render(request, "accounts/channels.html", shown, status=400 if form.errors else 200)


@needs(Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def channel(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Rename a channel."""
    found: Channel = get_object_or_404(Channel.objects.select_related("organisation"), code=code)
    form = ChannelForm(request.POST or None, organisation=request.organisation, row=found)
    if request.method == "POST" and form.is_valid():
        rename_channel(channel=found, actor=request.viewer.actor, **form.cleaned_data)
        messages.success(request, _("The channel is renamed."))
        return redirect("accounts:channels", slug)
    return render(
        request, "accounts/channel.html", {"form": form, "channel": found}, status=400 if form.errors else 200
    )
