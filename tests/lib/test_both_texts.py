"""Two editors of one text."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from lib.both_texts import ChangedMeanwhile, RevisionField, both_texts, local_parts, reopen, take_revision
from lib.forms import LocalForm
from programs.models import Engagement
from touchpoints.models import Journey, JourneyMap, JourneyStage


@pytest.fixture
def stage(in_acme):
    engagement = Engagement.objects.create(organisation=in_acme, slug="service")
    journey = Journey.objects.create(organisation=in_acme, engagement=engagement, code="visit")
    drawn = JourneyMap.objects.create(organisation=in_acme, journey=journey, number=1)
    return JourneyStage.objects.create(organisation=in_acme, map=drawn, code="arrival")


def test_of_two_editors_the_first_saves_and_the_second_is_told(stage):
    rows = JourneyStage.objects.filter(pk=stage.pk)

    take_revision(rows, 1)
    with pytest.raises(ChangedMeanwhile):
        take_revision(rows, 1)

    stage.refresh_from_db()
    assert stage.revision == 2


def test_both_texts_mark_the_words_that_differ():
    both = both_texts(
        stored=local_parts("Note", {"en": "a long queue", "pl": "kolejka"}, {"en": "English", "pl": "Polski"}),
        yours=local_parts("Note", {"en": "a short queue", "pl": "kolejka"}, {"en": "English", "pl": "Polski"}),
        revision=2, whose="Ada",
    )  # fmt: skip

    page = render_to_string("ui/_both_texts.html", {"both": both})

    assert [part.label for part in both.changed] == ["Note (English)"]
    assert '<mark class="theirs">long</mark>' in page
    assert '<mark class="yours">short</mark>' in page
    assert "Ada saved this text while you were writing." in page


def test_a_reopened_form_carries_the_stored_revision():
    class Revised(LocalForm):
        revision = RevisionField()

    form = Revised(QueryDict("revision=1"), languages=["en"])
    reopen(form, 5)

    assert 'value="5"' in str(form["revision"])
