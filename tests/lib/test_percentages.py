"""A percentage never breaks across lines: between figure and sign stands a narrow no-break space."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BREAKABLE = re.compile(r"(?:[0-9]|\}\}|\)[sd]) %%?(?![}a-z(])")


def test_texts_of_both_languages_keep_figure_and_percent_sign_together():
    catalogue = (ROOT / "locale/pl/LC_MESSAGES/django.po").read_text()
    said = [line for line in catalogue.splitlines() if line.startswith(("msg", '"'))]

    assert [line for line in said if BREAKABLE.search(line)] == []


def test_templates_keep_figure_and_percent_sign_together():
    pages = {str(path.relative_to(ROOT)): path.read_text() for path in (ROOT / "templates").rglob("*.html")}

    assert [name for name, text in pages.items() if BREAKABLE.search(text)] == []


def test_texts_to_translate_carry_their_signs_themselves():
    """What gathers the texts (xgettext before 0.22) reads an escape as six letters, which no page asks for."""
    catalogue = (ROOT / "locale/pl/LC_MESSAGES/django.po").read_text()

    assert re.findall(r"\\\\[uxN][0-9a-f{]", catalogue) == []
    escaped = re.compile(r"""(?:\b_|gettext(?:_lazy)?)\(\s*(?:"[^"]*"\s*)*"[^"]*\\[uxN][0-9a-f{]""")
    sources = {
        path for path in ROOT.glob("*/**/*.py") if path.relative_to(ROOT).parts[0] not in (".venv", "tests", "var")
    }
    assert [str(path.relative_to(ROOT)) for path in sources if escaped.search(path.read_text())] == []
