"""Forms of journeys, touchpoints, designs, standards and scripts."""

from touchpoints.forms.choices import NamedChoice
from touchpoints.forms.designs import DesignEditor, source_text
from touchpoints.forms.scripts import AnswerForm, ReturnForm, ScriptEditor, SignOffForm
from touchpoints.forms.standards import ValueForm, ValuesForm
from touchpoints.forms.touchpoints import PeopleForm, TouchpointForm

__all__ = [
    "AnswerForm",
    "DesignEditor",
    "NamedChoice",
    "PeopleForm",
    "ReturnForm",
    "ScriptEditor",
    "SignOffForm",
    "TouchpointForm",
    "ValueForm",
    "ValuesForm",
    "source_text",
]
