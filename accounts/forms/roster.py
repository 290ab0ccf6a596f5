"""Forms of the roster: one employee, a file of many."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from accounts.forms.choices import language_names
from accounts.forms.members import day_input
from accounts.models import Employee, JobRole, User
from accounts.roster_files import ENCODINGS
from lib.local_text import local
from organisations.models import Organisation, Unit


class EmployeeForm(forms.ModelForm):
    """A row of the roster."""

    language = forms.ChoiceField(label=_("Language"), choices=language_names)

    class Meta:
        model = Employee
        fields: ClassVar = [
            "number", "name", "unit", "job_role", "language", "manager", "user", "from_day", "until_day",
        ]  # fmt: skip
        field_classes: ClassVar = dict.fromkeys(("unit", "job_role", "manager"), SafeModelChoiceField)
        labels: ClassVar = {
            "unit": _("Unit"),
            "job_role": _("Job"),
            "manager": _("Reports to"),
            "user": _("Signs in as"),
        }
        widgets: ClassVar = {"from_day": day_input(), "until_day": day_input()}
        help_texts: ClassVar = {
            "job_role": _("Jobs are made under Settings → Job roles."),
            "user": _("A sign-in belongs to one employee at a time."),
            "until_day": _("Whoever leaves keeps the row; from the next day on they do not count."),
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        querysets = {
            "unit": Unit.objects.filter(archived_at=None),
            "job_role": JobRole.objects.filter(Q(archived_at=None) | Q(pk=self.instance.job_role_id)),
            "manager": Employee.objects.exclude(pk=self.instance.pk),
            "user": User.objects.filter(memberships__organisation=organisation),
        }
        for name, queryset in querysets.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        for name in ("unit", "job_role"):
            self.fields[name].label_from_instance = lambda row: local(row.name) or row.code  # type: ignore[attr-defined]


class RosterFileForm(forms.Form):
    """A file, and how to read it."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS)
    complete = forms.BooleanField(
        label=_("The file is the whole roster"), required=False,
        help_text=_("Whoever is not in it leaves today."),
    )  # fmt: skip
