"""Components as template tags: what they write, and that a misspelt keyword is an error."""

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from lib import charts

pytestmark = pytest.mark.pure


def render(text: str, path: str = "/list/", **values) -> str:
    context = Context({"request": RequestFactory().get(path), **values})
    with translation.override("en"):
        return Template("{% load ui %}" + text).render(context)


@pytest.mark.parametrize(
    "text",
    [
        "{% card titel='x' %}{% endcard %}",
        "{% figure 1 hihg=3 %}",
        "{% pill 'x' tonne='due' %}",
        "{% button 'x' hrefs='/' %}",
        "{% nps_bar 1 2 %}",
        "{% chart chart spann=3 %}",
        "{% table captoin='x' %}{% endtable %}",
    ],
)
def test_misspelt_keyword_is_an_error(text):
    with pytest.raises(TemplateSyntaxError):
        render(text)


@pytest.mark.parametrize(
    "text",
    [
        "{% card span=2 %}{% endcard %}",
        "{% pill 'x' 'red' %}",
        "{% verdict 'good' %}",
        "{% figure 1 unit='pts' %}",
        "{% button 'x' tone='big' %}",
    ],
)
def test_unknown_choice_is_an_error(text):
    with pytest.raises(TemplateSyntaxError):
        render(text)


def test_card_holds_title_content_and_links():
    html = render(
        "{% card title=title subtitle='s' span=5 links=links %}<p>in</p>{% endcard %}",
        title="A & B", links=[("Table", "/t/?a=1&b=2")],
    )  # fmt: skip

    assert '<section class="card c5">' in html
    assert "<h2>A &amp; B<small>s</small></h2>" in html
    assert "<p>in</p>" in html
    assert '<a href="/t/?a=1&amp;b=2">Table</a>' in html


def test_figure_stands_with_interval_and_n():
    html = render("{% figure 39.839767 low=37.2 high=42.4 n=2746 unit='nps' %}")

    assert ">+40 <small>(37…42)" in html
    assert "2\u202f746" in html


def test_figure_in_polish_has_a_decimal_comma():
    context = Context({})
    with translation.override("pl"):
        html = Template("{% load ui %}{% figure -0.25 unit='points' %}").render(context)

    assert "−0,3" in html


@pytest.mark.parametrize(
    ("state", "words"),
    [("hidden", "Not shown: too few answers to keep people unknown."), ("none", "No answers in this period yet.")],
)
def test_figure_without_a_value_says_why_and_shows_no_number(state, words):
    html = render("{% figure 12.5 low=1 high=20 n=3 state=state %}", state=state)

    assert words in html
    assert "12" not in html
    assert "(1…20)" not in html


def test_low_base_is_said_in_words():
    html = render("{% figure 41 low=12 high=64 n=21 unit='nps' state='low' %}")

    assert "+41" in html
    assert "Low base: few answers, read with care." in html


def test_zero_is_a_value():
    assert ">0 <small>" in render("{% figure 0 low=-3 high=3 n=40 unit='nps' %}")


def test_verdict_has_word_shape_and_colour():
    assert render("{% verdict 'worse' %}").strip() == (
        '<span class="verdict worse"><span aria-hidden="true">▼</span>worse</span>'
    )


def test_sort_head_turns_round_and_leaves_the_page():
    html = render("{% sort_head 'name' 'Name' %}", path="/list/?sort=name&page=3&q=x")

    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-name&amp;q=x"' in html


def test_filters_keep_what_they_are_told():
    html = render("{% filters keep='sort' %}<input name='q'>{% endfilters %}", path="/list/?sort=-n&q=x")

    assert '<input type="hidden" name="sort" value="-n">' in html
    assert ">Clear</a>" in html


def test_field_wires_help_and_error():
    class Form(forms.Form):
        name = forms.CharField(label="Name", help_text="Yours")

    html = render("{% field form.name %}", form=Form({"name": ""}))

    assert '<label for="id_name">Name</label>' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_says_in_its_label_what_it_is_and_rules_keep_their_list():
    class Form(forms.Form):
        secret = forms.CharField(
            label="Password",
            help_text="<ul><li>Long</li></ul>",
            widget=forms.PasswordInput({"placeholder": "Password"}),
        )

    html = render("{% field form.secret %}", form=Form())

    assert "placeholder" not in html
    assert '<div class="help" id="id_secret_helptext">' in html


def test_errors_of_a_form_are_summed_up_once():
    class Sample(forms.Form):
        first = forms.CharField()
        second = forms.CharField()

    form = Sample({})
    shown = render("{% form_errors form %}{% fields form only='first' %}{% fields form only='second' %}", form=form)

    assert shown.count('role="alert"') == 1
    assert shown.count("2 things need correcting") == 1


def test_form_box_carries_its_token():
    html = render("{% form_box submit='Send' cancel='/back/' %}x{% endform_box %}")

    assert 'name="csrfmiddlewaretoken"' in html
    assert ">Send</button>" in html
    assert 'href="/back/"' in html


def test_progress_is_the_native_element_with_counts():
    html = render("{% progress 12400 28310 'Answers' %}")

    assert '<progress value="12400" max="28310">' in html
    assert "12\u202f400 of 28\u202f310" in html


def test_chart_brings_drawings_table_and_escaped_numbers():
    rows = [charts.IntervalRow("</script><b>", 50.0, 40.0, 60.0, 100)]
    chart = charts.ranked(key="r", title="Ranked", rows=rows)

    html = render("{% chart chart csv='/x.csv' %}", chart=chart)

    assert html.count("<svg xmlns") == 3
    assert '<script id="r-figure" type="application/json">' in html
    assert "</script><b>" not in html
    assert 'role="group"' in html
    assert '<td class="num">50\u202f%</td>' in html
    assert 'href="/x.csv" download' in html


def test_empty_chart_says_so():
    html = render("{% chart chart %}", chart=charts.ranked(key="n", title="Nothing", rows=[]))

    assert "No answers in this period yet." in html
    assert "<script" not in html


def test_no_component_writes_inline_style_or_handlers():
    html = render(
        "{% nps_bar 5 3 2 %}{% progress 1 2 'x' %}{% empty 'x' %}{% dialog id='d' title='t' %}x{% enddialog %}"
        "{% copy_button 'k' %}{% stepper steps 2 %}{% tabs tabs %}",
        steps=["a", "b"], tabs=[("A", "/", True)],
    )  # fmt: skip

    assert " style=" not in html
    assert " onclick=" not in html


@pytest.mark.parametrize(
    ("q", "english", "polish"),
    [
        (0.0231, "0.023", "0,023"),
        (0.0009, "&lt; 0.001", "&lt; 0,001"),
        (0.0, "&lt; 0.001", "&lt; 0,001"),
        (None, "", ""),
    ],
)
def test_a_small_probability_is_not_written_as_nothing(q, english, polish):
    for language, expected in (("en", english), ("pl", polish)):
        with translation.override(language):
            assert Template("{% load ui %}{{ q|probability }}").render(Context({"q": q})) == expected


def test_numbers_as_filters():
    html = render(
        "{{ n|number }} {{ v|signed:1 }} {{ p|percent }} {{ s|share:1 }}|{{ none|number }}|",
        n=2746,
        v=-2.5,
        p=82.3,
        s=0.823,
        none=None,
    )

    assert html == "2\u202f746 −2.5 82\u202f% 82.3\u202f%||"


def test_small_pictures_come_in_three_widths():
    html = render("{% nps_bar 5 3 2 %}{% reference_scale 40 30 50 references %}", references=[("Sector", 32.0)])

    for width in ("wide", "mid", "narrow"):
        assert html.count(f'<div class="chart-{width}">') == 2
