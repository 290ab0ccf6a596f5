"""The form of the own account."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.choices import language_names
from accounts.models import User

THEMES = (
    ("", pgettext_lazy("colours of the page", "As the device says")),
    ("light", pgettext_lazy("colours of the page", "Light")),
    ("dark", pgettext_lazy("colours of the page", "Dark")),
)


class ProfileForm(forms.ModelForm):
    """Name, language and colours."""

    language = forms.ChoiceField(label=_("Language"), choices=language_names)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False)

    class Meta:
        model = User
        fields: ClassVar = ["name", "language", "theme"]
