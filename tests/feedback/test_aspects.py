"""Questions about the promise: which aspect suits which type, in the service, the editor and the import's choices."""

import pytest

from brandpromise.models import Pillar
from feedback.models import Aspect, Question
from feedback.services.instruments import WrongAspect, add_question, create_instrument, reword_question

EDITOR = "/o/acme/feedback/questionnaires/paper/questions/ease/"


@pytest.fixture
def pillar(in_acme):
    return Pillar.objects.create(organisation=in_acme, code="ease")


@pytest.fixture
def paper(in_acme):
    return create_instrument(organisation=in_acme, code="paper", name={"en": "Paper"})


@pytest.mark.parametrize(
    ("kind", "aspect"), [("text", Aspect.EXPECTED), ("rating", Aspect.POINTS), ("number", Aspect.EXPERIENCED)]
)
def test_an_aspect_that_does_not_suit_the_type_is_refused(paper, pillar, kind, aspect):
    with pytest.raises(WrongAspect):
        add_question(instrument=paper, code="ease", kind=kind, text={"en": "Ease?"}, pillar=pillar, aspect=aspect)


def test_pillar_and_aspect_go_together(paper, pillar):
    with pytest.raises(WrongAspect):
        add_question(instrument=paper, code="ease", kind="rating", text={"en": "Ease?"}, pillar=pillar)
    question = add_question(
        instrument=paper, code="ease", kind="rating", text={"en": "Ease?"}, pillar=pillar, aspect=Aspect.EXPECTED
    )
    with pytest.raises(WrongAspect):
        reword_question(question=question, pillar=None)
    reword_question(question=question, pillar=None, aspect="")

    question.refresh_from_db()
    assert (question.pillar, question.aspect) == (None, "")


def test_the_editor_ties_a_question_to_a_pillar(paper, pillar, kasia, signed_in):
    add_question(instrument=paper, code="ease", kind="rating", text={"en": "Ease?"})
    client = signed_in(kasia)
    words = {"part": "words", "text_en": "Ease?", "feeds": ["rating"]}

    alone = client.post(EDITOR, {**words, "pillar": pillar.pk})
    wrong = client.post(EDITOR, {**words, "pillar": pillar.pk, "aspect": "points"})
    right = client.post(EDITOR, {**words, "pillar": pillar.pk, "aspect": "expected"})

    assert "go together" in alone.content.decode()
    assert "does not suit the type" in wrong.content.decode()
    assert right.status_code == 302
    question = Question.objects.get()
    assert (question.pillar, question.aspect) == (pillar, "expected")
    assert "what was expected" in client.get("/o/acme/feedback/questionnaires/paper/").content.decode()
