"""Ideas from Fider: looked at first, states mapped, nobody told, never brought in twice; the card at the counter."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from operations.models import Notification, TrailEntry
from touchpoints.models import Idea
from touchpoints.queries.ideas import find_ideas

PAGE = "/o/acme/ideas/import/"
HEADS = (
    "number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,responded_at,"
    "response,original_number,original_title,tags\n"
)
LINES = (
    '10,Water in the queue,On hot days,2018-03-23T19:33:22Z,Jenny Sample,4,2,planned,,,,,,"easy, counter"\n'
    "11,A second till,,2018-02-21T15:51:35Z,Fred Sample,1,0,duplicate,Ada Sample,2018-04-04T19:48:10Z,"
    "We know,9,Tills,\n"
    "twelve,No number,,2018-02-21T15:51:35Z,,0,0,open,,,,,,\n"
    "10,Again,,2018-02-21T15:51:35Z,,0,0,open,,,,,,\n"
)


@pytest.fixture
def bring(programme, kasia, signed_in):
    """Kasia looks at the file, and takes it."""
    client = signed_in(kasia)

    def post():
        file = SimpleUploadedFile("fider.csv", (HEADS + LINES).encode())
        return client.post(PAGE, {"file": file, "board": "suggestions", "touchpoint": "website"})

    def take(looked):
        told = {"kept": looked.context["kept"], "board": "suggestions", "touchpoint": "website", "take": "1"}
        return client.post(PAGE, told | {"state-0": "declined", "state-1": "considered"})

    return post, take


def test_a_file_brings_ideas_once_with_credit_votes_answer_and_no_notice(bring, ada, as_viewer):
    post, take = bring

    looked = post()
    assert (Idea.objects.count(), looked.context["plan"].states) == (0, {"duplicate": 1, "planned": 1})
    assert [line for line, _why in looked.context["rejected"]] == [4, 5]
    take(looked)

    water, till = Idea.objects.order_by("-created_at")
    assert (water.credit, water.state, water.touchpoint.code) == ("Jenny Sample", "considered", "counter")
    assert (water.tags, water.votes_before, water.comments_before) == (["easy", "counter"], 4, 2)
    assert (till.touchpoint.code, till.state, till.answer, till.answered_by) == (
        "website", "declined", "We know\nThe same as #9 Tills.", "Ada Sample",
    )  # fmt: skip
    assert [idea.vote_count for idea in find_ideas(viewer=as_viewer(ada), words="water")] == [4]
    assert not Notification.objects.exists()
    assert TrailEntry.objects.get(action="idea.imported").details == {"board": "suggestions", "ideas": 2}

    assert post().context["plan"].known == 2
    assert not post().context["plan"].new


def test_an_imported_ideas_page_says_where_it_comes_from(bring, ada, signed_in):
    post, take = bring
    take(post())

    page = signed_in(ada).get(f"/o/acme/ideas/{Idea.objects.get(title='A second till').public_id}/").content.decode()

    assert "by Fred Sample" in page
    assert "Ada Sample, 4 April 2018" in page
    assert "1 of the votes was given there" in page


def test_who_imports_no_files_is_refused_and_another_file_is_no_fider_file(programme, tomek, kasia, signed_in):
    assert signed_in(tomek).get(PAGE).status_code == 403
    other = {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n"), "board": "x"}
    assert "no file of Fider" in signed_in(kasia).post(PAGE, other).content.decode()


def test_a_card_leads_to_proposing_and_to_the_script_of_its_touchpoint(programme, fred, ada, signed_in):
    clerk = signed_in(fred)
    assert [place for place, *_addresses in clerk.get("/o/acme/ideas/card/").context["cards"]] == [None]

    ((place, idea, script),) = clerk.get("/o/acme/ideas/card/?touchpoint=counter").context["cards"]
    assert place.code == "counter"
    assert idea.endswith("/o/acme/ideas/new/?touchpoint=counter")
    assert script.endswith("/o/acme/touchpoints/counter/script/")
    every = signed_in(ada).get("/o/acme/ideas/card/?touchpoint=all").context["cards"]
    assert [place.code for place, *_addresses in every] == ["counter", "website"]
