"""A call of each address for the command line, with the names of the demo. Pure."""

import json

from cem.reference.reading import Operation

# What makes a first call worth looking at.
QUERIES = {
    "nps_list": "survey=passengers-2017&group_by=unit",
    "metrics_list": "indicator=rating_top2&question=q7food&group_by=survey",
    "metrics_csv": "survey=passengers-2017&group_by=unit",
    "responses_list": "updated_since=2017-05-01T00:00:00Z",
}
_ID = "0190163d-8694-739b-aea5-966c26f8ad91"


def curl_call(operation: Operation, site: str) -> str:
    """A call of the operation, the key in the variable KEY."""
    query = QUERIES.get(operation.key, "")
    address = site + operation.path.replace("{public_id}", _ID) + (f"?{query}" if query else "")
    parts = ['curl -H "Authorization: Bearer $KEY"']
    if operation.method != "GET":
        parts.append(f"-X {operation.method} -H 'Content-Type: application/json'")
    if any(header.name == "Idempotency-Key" for header in operation.headers):
        parts.append("-H 'Idempotency-Key: till-7-0042'")
    if operation.sent_example is not None:
        parts.append(f"-d {_quoted(operation.sent_example)}")
    return " \\\n  ".join([*parts, f'"{address}"'])


def _quoted(body: object) -> str:
    """The body between apostrophes, as a shell wants it."""
    words = json.dumps(body, ensure_ascii=False, indent=2)
    return "'" + words.replace("'", "'\\''") + "'"
