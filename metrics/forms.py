"""Forms of the pages of figures."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExportForm(forms.Form):
    """The form a file of answers takes."""

    shape = forms.ChoiceField(
        label=_("Lines"),
        choices=[("wide", _("one line for each response")), ("long", _("one line for each answer"))],
        initial="wide",
    )
    values = forms.ChoiceField(
        label=_("Answers and headings"),
        choices=[("codes", pgettext_lazy("export", "as codes")), ("labels", pgettext_lazy("export", "as words"))],
        initial="codes",
    )
    form = forms.ChoiceField(
        label=_("File"),
        choices=[
            ("csv", _("CSV, with its codebook in a ZIP file")),
            ("xlsx", _("Excel (XLSX), codebook on a second sheet")),
        ],
        initial="csv",
    )
