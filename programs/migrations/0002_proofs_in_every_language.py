"""Proofs frozen into gates were kept in the proposer's language only; now they are kept in all of the product's.

What a proof says follows from its figures, so the sentences of before are written anew; one that is not recognised
stays as it was, which is shown to everybody alike.
"""

from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.utils.translation import gettext as _

from lib.local_text import in_every_language, local

OLD_NOTE = "Sample: said to be done"  # of the demo; pages say it themselves


def _sentences(proof: dict[str, Any]) -> list[Callable[[], str]]:
    """Every sentence that a proof with these figures may have been."""
    behind = [course["name"] for course in proof.get("figures", {}).get("courses", []) if not course.get("reached")]
    return [
        lambda: _("It has not been opened."),
        lambda: _("Its figures are frozen."),
        lambda: _("Its figures still move with every answer."),
        lambda: _("No course has been planned."),
        lambda: _("Every course has reached its target."),
        lambda: _("Not yet at the target: %(courses)s.") % {"courses": ", ".join(local(name) for name in behind)},
    ]


def _in_every_language(proof: dict[str, Any]) -> dict[str, Any]:
    if isinstance(proof.get("text"), str):
        for sentence in _sentences(proof):
            texts = in_every_language(sentence)
            if proof["text"] in texts.values():
                return {**proof, "text": texts}
    return proof


def _renewed(kept: dict[str, Any]) -> dict[str, Any]:
    renewed = {**kept, "proof": _in_every_language(kept["proof"])} if "proof" in kept else kept
    return {**renewed, "note": ""} if renewed.get("note") == OLD_NOTE else renewed


def rewrite(apps: Any, schema_editor: Any) -> None:
    """Write the sentences of all frozen proofs in every language."""
    for gate in apps.get_model("programs", "Gate").objects.iterator():
        renewed = [_renewed(kept) for kept in gate.evidence]
        if renewed != gate.evidence:
            gate.evidence = renewed
            gate.save(update_fields=["evidence"])
    apps.get_model("programs", "Deliverable").objects.filter(note=OLD_NOTE).update(note="")


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
