"""Forms of journeys, touchpoints, designs, standards and scripts."""

from touchpoints.forms.designs import DesignEditor, PillarChoice, source_text
from touchpoints.forms.journeys import NamedChoice
from touchpoints.forms.scripts import AnswerForm, ReturnForm, ScriptEditor, SignOffForm
from touchpoints.forms.standards import ValueForm, ValuesForm
from touchpoints.forms.touchpoints import PeopleForm, TouchpointForm

__all__ = [
    "AnswerForm",
    "DesignEditor",
    "NamedChoice",
    "PeopleForm",
    "PillarChoice",
    "ReturnForm",
    "ScriptEditor",
    "SignOffForm",
    "TouchpointForm",
    "ValueForm",
    "ValuesForm",
    "source_text",
]
