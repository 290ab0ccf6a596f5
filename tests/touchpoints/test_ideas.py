"""Ideas and obstacles: proposed in a sentence, alike ones found, votes, discussion, answers, adoption; no ranking."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from operations.models import Notification, TrailEntry
from tests.cast import make_key
from tests.programme import NOON
from touchpoints import services
from touchpoints.models import Design, Idea, IdeaComment, IdeaVote, Initiative, Misfit
from touchpoints.queries.ideas import author_name, discussion_of, find_ideas, similar_ideas
from touchpoints.services import ideas as writing
from touchpoints.services.adoption import Adoption, NotAdoptable, possible_adoptions

IDEAS = "/o/acme/ideas/"


@pytest.fixture
def propose(programme, as_viewer, fred):
    def make(title, by=None, **more):
        more.setdefault("touchpoint", programme.counter)
        return writing.propose_idea(
            organisation=programme.organisation, title=title, by=as_viewer(by or fred), at=NOON, **more
        )

    return make


@pytest.fixture
def idea(propose):
    return propose("Offer water in the queue", text="On hot days people wait half an hour.")


def page_of(idea):
    return f"{IDEAS}{idea.public_id}/"


def test_one_sentence_by_the_form_is_enough_and_the_owner_hears_of_it(programme, fred, tomek, signed_in):
    client = signed_in(fred)
    form = client.get(f"{IDEAS}new/?touchpoint=website").context["form"]
    assert form.initial["touchpoint"] == programme.website
    # Fred has one touchpoint of his own: it stands there already.
    assert client.get(f"{IDEAS}new/").context["form"].initial["touchpoint"] == programme.counter

    sent = client.post(f"{IDEAS}new/", {
        "kind": "obstacle", "title": " The door sticks ", "touchpoint": programme.counter.pk,
    })  # fmt: skip

    made = Idea.objects.get()
    assert sent.headers["Location"] == page_of(made)
    assert (made.kind, made.title, made.state, made.is_named, made.author.user) == (
        "obstacle", "The door sticks", "new", False, fred,
    )  # fmt: skip
    notice = Notification.objects.get(kind="idea.new")
    assert (notice.recipient, notice.address) == (tomek.public_id, page_of(made))


def test_without_a_name_nobody_reads_whose_it_was(idea, programme, fred, tomek, ada, signed_in, as_viewer):
    writing.comment(idea=idea, text="I could bring it", by=as_viewer(fred), at=NOON)
    writing.comment(idea=idea, text="Good", by=as_viewer(ada), at=NOON)

    names = [said.name for said in discussion_of(idea=idea, viewer=as_viewer(tomek))]
    assert (author_name(idea), names) == ("", ["the author", "Ada Committee"])
    entry = TrailEntry.objects.get(action="idea.proposed")
    assert (entry.actor, entry.actor_name) == ("", "")
    for page in (IDEAS, page_of(idea)):
        assert fred.name not in signed_in(ada).get(page).content.decode().split("<main")[1]


def test_with_a_name_there_is_credit(propose, ada, fred, signed_in):
    named = propose("A bell at the desk", is_named=True)

    assert f"by {fred.name}" in signed_in(ada).get(page_of(named)).content.decode()
    assert TrailEntry.objects.get(action="idea.proposed").actor == str(fred.public_id)


def test_the_admin_and_outsiders_have_no_ideas_here(idea, adam, olga, signed_in):
    assert signed_in(adam).get(IDEAS).status_code == 403
    assert signed_in(olga).get(page_of(idea)).status_code == 404


def test_alike_ones_are_found_while_writing_in_both_languages(propose, fred, signed_in, as_viewer):
    water = propose("Offer water in the queue")
    board = propose("Tablica przy bramce gaśnie")
    propose("Longer opening hours")

    assert similar_ideas(text="water for the queue", viewer=as_viewer(fred)) == [water]
    assert similar_ideas(text="tablica PRZY bramce gasnie", viewer=as_viewer(fred)) == [board]
    assert similar_ideas(text="wat", viewer=as_viewer(fred)) == []
    page = signed_in(fred).get(f"{IDEAS}similar/?title=water+in+a+queue").content.decode()
    assert ("Offer water" in page, "Longer" in page) == (True, False)


def test_a_member_has_one_vote(idea, fred, ada, signed_in, as_viewer):
    for _time in range(2):
        signed_in(fred).post(f"{page_of(idea)}vote/", {"wants": "1"})
    writing.vote(idea=idea, by=as_viewer(ada), wants=True)
    assert IdeaVote.objects.count() == 2

    answered = signed_in(fred).post(f"{page_of(idea)}vote/", {"wants": "0"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in answered.content.decode()
    assert IdeaVote.objects.get().member.user == ada


def test_what_is_closed_takes_no_votes_and_no_words(idea, programme, fred, as_viewer):
    writing.answer_idea(idea=idea, state="declined", answer="No power there", by=programme.all_powerful, at=NOON)

    with pytest.raises(writing.IdeaClosed):
        writing.vote(idea=idea, by=as_viewer(fred), wants=True)
    with pytest.raises(writing.IdeaClosed):
        writing.comment(idea=idea, text="But", by=as_viewer(fred), at=NOON)


def test_the_owner_answers_and_the_author_hears_of_it(idea, fred, tomek, signed_in):
    client = signed_in(tomek)
    refused = client.post(f"{page_of(idea)}answer/", {"state": "declined", "answer": ""})
    assert "answered in words" in refused.content.decode()
    client.post(f"{page_of(idea)}answer/", {"state": "considered", "answer": "We ask the caterer"})

    idea.refresh_from_db()
    assert (idea.state, idea.answer, idea.answered_by) == ("considered", "We ask the caterer", str(tomek.public_id))
    notice = Notification.objects.get(kind="idea.answered")
    assert (notice.recipient, "considered" in notice.text["en"]) == (fred.public_id, True)
    assert "We ask the caterer" in signed_in(fred).get(f"{IDEAS}?whose=mine").content.decode()


def test_answers_come_from_the_owner_committee_and_consultant_only(
    propose, programme, fred, tomek, boss, ada, as_viewer
):
    own, other = propose("At the counter"), propose("On the website", touchpoint=programme.website)
    nowhere = propose("Anywhere", touchpoint=None)

    def may(user):
        return [writing.may_answer(idea=one, viewer=as_viewer(user)) for one in (own, other, nowhere)]

    assert (may(fred), may(tomek), may(boss), may(ada)) == (
        [False] * 3, [True, False, False], [False] * 3, [True] * 3,
    )  # fmt: skip
    with pytest.raises(services.NotYours):
        writing.answer_idea(idea=other, state="taken", answer="", by=as_viewer(tomek), at=NOON)


def test_an_idea_becomes_evidence_of_the_next_design(idea, programme, tomek, ada, signed_in):
    held = Design.objects.get(state="approved")
    signed_in(tomek).post(f"{page_of(idea)}answer/", {"state": "considered", "answer": "", "adoption": "design"})

    idea.refresh_from_db()
    draft = Design.objects.get(state="draft")
    assert (idea.state, idea.design, draft.desired, draft.number) == ("taken", draft, held.desired, held.number + 1)
    assert [(one.title, one.address) for one in draft.sources.all()] == [(idea.title, page_of(idea))]
    assert "Taken over into the desired experience" in signed_in(ada).get(page_of(idea)).content.decode()


def test_an_idea_becomes_a_remark_in_the_scripts_backlog_without_a_name(idea, programme):
    writing.answer_idea(
        idea=idea, state="taken", answer="", by=programme.all_powerful, at=NOON, adoption=Adoption.SCRIPT
    )

    remark = Misfit.objects.get()
    assert (idea.misfit, remark.words, remark.state, remark.unit) == (remark, idea.title, "taken", None)
    assert possible_adoptions(idea) == []
    with pytest.raises(NotAdoptable):
        writing.answer_idea(
            idea=idea, state="taken", answer="", by=programme.all_powerful, at=NOON, adoption=Adoption.DESIGN
        )


def test_an_idea_becomes_a_part_of_a_change(idea, programme, ada, signed_in):
    change = Initiative.objects.create(
        organisation=programme.organisation, engagement=programme.engagement, number=1, name={"en": "Water points"},
        domain="products",
    )  # fmt: skip
    client = signed_in(ada)
    client.post(f"{page_of(idea)}answer/", {"state": "taken", "answer": "", "adoption": "change"})
    assert Idea.objects.get().initiative is None
    client.post(f"{page_of(idea)}answer/", {"state": "taken", "answer": "", "adoption": "change", "change": change.pk})

    assert Idea.objects.get().initiative == change
    assert "Water points" in client.get(page_of(idea)).content.decode()


def test_words_can_be_taken_out_of_the_discussion(idea, fred, tomek, ada, signed_in, as_viewer):
    said = writing.comment(idea=idea, text="Rude words", by=as_viewer(ada), at=NOON)
    assert Notification.objects.get(kind="idea.discussed").recipient == fred.public_id
    assert signed_in(fred).post(f"{page_of(idea)}comments/{said.public_id}/hide/").status_code == 403
    signed_in(tomek).post(f"{page_of(idea)}comments/{said.public_id}/hide/")

    assert IdeaComment.objects.get().hidden_by == str(tomek.public_id)
    assert "Rude words" not in signed_in(fred).get(page_of(idea)).content.decode()


def test_the_list_is_searched_filtered_and_sorted(propose, programme, fred, ada, as_viewer):
    first = propose("Żółta linia na podłodze", text="Czytelna")
    second = propose("Bell", by=ada, kind="obstacle", touchpoint=programme.website)
    writing.vote(idea=second, by=as_viewer(fred), wants=True)
    viewer = as_viewer(fred)

    def found(**asked):
        return [one.pk for one in find_ideas(viewer=viewer, **asked)]

    assert found() == [second.pk, first.pk]
    assert found(sort="day") == [first.pk, second.pk]
    assert found(words="zolta CZYTELNA") == [first.pk]
    assert found(kind="obstacle") == found(touchpoint="website") == [second.pk]
    assert found(whose="mine") == [first.pk]
    assert found(state="done") == []
    assert found(state="nonsense", kind="'", sort="x") == [second.pk, first.pk]


def test_the_list_asks_as_often_for_three_as_for_one(propose, ada, signed_in):
    client = signed_in(ada)
    propose("One")
    client.get(IDEAS)
    with CaptureQueriesContext(connection) as one:
        client.get(IDEAS)
    propose("Two")
    propose("Three")
    with CaptureQueriesContext(connection) as three:
        client.get(IDEAS)

    assert len(three) == len(one)


def test_my_work_shows_the_way_and_my_own(idea, fred, ada, signed_in):
    page = signed_in(fred).get("/o/acme/me/").content.decode()
    assert (f"{IDEAS}new/" in page, idea.title in page) == (True, True)
    assert idea.title not in signed_in(ada).get("/o/acme/me/").content.decode()


def test_by_key_without_persons(idea, programme, acme, fred, client, as_viewer):
    writing.vote(idea=idea, by=as_viewer(fred), wants=True)
    key = make_key(acme, "programme:read")

    answered = client.get("/api/v1/ideas/", headers={"Authorization": f"Bearer {key}"}).json()

    assert answered["results"] == [{
        "id": str(idea.public_id), "kind": "idea", "title": idea.title, "text": idea.text, "touchpoint": "counter",
        "state": "new", "votes": 1, "comments": 0, "proposed_on": "2026-03-02", "answer": "", "answered_on": None,
        "taken_into": "", "tags": [],
    }]  # fmt: skip


def test_the_qr_code_is_a_picture(programme, fred, signed_in):
    answered = signed_in(fred).get(f"{IDEAS}qr.svg?touchpoint=counter")

    assert (answered.headers["Content-Type"], answered.content[:5]) == ("image/svg+xml", b"<?xml")


def test_a_member_who_left_leaves_the_idea(idea, fred):
    Membership.objects.filter(user=fred).delete()

    idea.refresh_from_db()
    assert (idea.author, author_name(idea)) == (None, "")
