"""The policy of pages that hold a Plotly chart: its style element by nonce, its style attributes allowed."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from csp.decorators import csp_update

View = Callable[..., Any]


def chart_page(view: View) -> View:
    """Let this page draw with Plotly; every other page keeps the strict policy."""
    relaxed: View = csp_update({"style-src": [SELF, NONCE], "style-src-attr": [UNSAFE_INLINE]})(view)
    return relaxed
