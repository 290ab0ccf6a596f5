"""Forms of the first minute: the first run and the accepted invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.forms.choices import ZoneField, language_names
from accounts.services.first_run import FirstRun, is_right_code
from organisations.doors import organisation_by_slug

WRONG_CODE = _("This is not the code that was printed last.")


def password_field(label: Any) -> forms.CharField:
    """A new password; browsers offer to make one."""
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html(),
    )


class FirstRunForm(forms.Form):
    """The one-time code, the organisation and its first administrator."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        help_text=_("It stands where the product was started: in the terminal or the log."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    organisation_name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    slug = forms.SlugField(
        label=_("Short name in addresses"),
        max_length=50,
        required=False,
        help_text=_("Small letters, digits and -. Left empty, it is made from the name; it stays for ever."),
    )
    language = forms.ChoiceField(
        label=_("Language of the organisation"), choices=language_names,
        help_text=_("Scripts, the promise and questions are written in it first; your own pages stay in yours."),
    )  # fmt: skip
    time_zone = ZoneField(label=_("Time zone"), help_text=_("Days begin and end by this clock."))
    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"), help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    password = password_field(_("Password"))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_right_code(code):
            raise forms.ValidationError(WRONG_CODE, code="wrong")
        return code

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower() or slugify(self.cleaned_data.get("organisation_name", ""))[:50]
        if not slug:
            raise forms.ValidationError(_("The name gives no short name: write one."), code="required")
        if organisation_by_slug(slug):
            raise forms.ValidationError(_("Another organisation has this short name."), code="taken")
        return slug

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def answers(self, *, own_language: str) -> FirstRun:
        """What was entered, without the code, and the language in which it was."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "code"}
        return FirstRun(**entered, own_language=own_language)


class AcceptForm(forms.Form):
    """The new user behind an invitation."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = password_field(_("Choose a password"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
