"""Maps from files on their page, and the question before a map is locked."""

import pytest

from touchpoints.models import Journey

MAP = "/o/acme/p/service/touchpoints/"


@pytest.fixture
def drawn(programme):
    return Journey.objects.get().maps.get()


def test_an_own_mermaid_file_keeps_marks_and_says_that_it_becomes_valid(programme, drawn, kasia, signed_in):
    drawn.stages.get(code="arrival").placements.update(is_moment_of_truth=True)
    client = signed_in(kasia)
    text = client.get(f"/o/acme/p/service/maps/{drawn.public_id}/export/mmd/").content.decode()
    sent = {"format": "auto", "kind": "as_is", "text": text}

    look = client.post(f"{MAP}visit/import/", sent)
    assert "at once the map that everybody reads" in look.content.decode()
    assert [(label, before, after) for label, before, after in look.context["sizes"] if before != after] == []

    client.post(f"{MAP}visit/import/", sent | {"draw": "1"})
    made = drawn.journey.maps.get(number=2)
    assert made.stages.get(code="arrival").placements.get().is_moment_of_truth


def test_a_map_is_locked_after_a_question_only(drawn, kasia, signed_in):
    client, address = signed_in(kasia), f"/o/acme/p/service/maps/{drawn.public_id}/lock/"

    assert f'href="{address}"' in client.get(f"{MAP}?edit=1").content.decode()
    assert "for ever?" in client.get(address).content.decode()
    drawn.refresh_from_db()
    assert not drawn.is_locked

    client.post(address)
    drawn.refresh_from_db()
    assert drawn.is_locked
