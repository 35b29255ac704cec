"""Forms explain themselves: to eyes, ears and keyboards, without a line of work by the page."""

import re

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tracker.style import SampleForm


def html(form: forms.Form) -> SafeString:
    return render_to_string("components/form.html", {"form": form})


def ids(markup: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', markup))


WRONG = {"temperature": "abc", "itch": "7", "note": "Slept badly", "seen": ["pus"]}


def test_every_reference_points_at_something_on_the_page():
    markup = html(SampleForm(WRONG))
    wanted = set(re.findall(r'(?:\bfor|aria-labelledby)="([^"]+)"', markup))
    wanted |= {ref for refs in re.findall(r'aria-describedby="([^"]+)"', markup) for ref in refs.split()}
    wanted |= set(re.findall(r'href="#([^"]+)"', markup))
    assert len(wanted) > 8
    assert wanted <= ids(markup)


def test_an_error_is_said_at_the_field_and_in_the_summary_which_takes_focus():
    markup = html(SampleForm(WRONG))
    assert markup.count("Enter a number.") == 2
    assert re.search(r'<section class="error-summary"[^>]*tabindex="-1" autofocus', markup)
    assert re.search(r'<input type="text" name="temperature"[^>]*aria-invalid="true"', markup)
    assert '<span class="visually-hidden">Error: </span>Enter a number.' in markup
    assert 'href="#id_where_0"' in markup


def test_what_was_typed_stays_after_an_error():
    markup = html(SampleForm(WRONG))
    assert "Slept badly</textarea>" in markup
    assert re.search(r'name="itch" value="7"[^>]*checked', markup)
    assert re.search(r'name="seen" value="pus"[^>]*checked', markup)


def test_a_fresh_form_has_no_error_nothing_chosen_and_leaves_checking_to_the_server():
    markup = html(SampleForm())
    assert "novalidate" in markup
    assert "error" not in markup
    assert " checked" not in markup


def test_groups_have_a_legend_and_optional_is_said_only_where_true():
    markup = html(SampleForm())
    assert markup.count("<fieldset") == 4 == markup.count("<legend")
    assert re.search(r"What do you see\? <span class=\"optional\">", markup)
    assert not re.search(r"Where was it measured\? <span", markup)


def test_a_form_may_leave_the_word_optional_out():
    class Quiet(SampleForm):
        hide_optional = True

    assert "optional" not in html(Quiet())


def test_scales_and_bands_are_drawn_by_the_widget_class():
    markup = html(SampleForm())
    assert re.search(r'<div id="id_itch" class="tiles tiles">', markup)
    assert re.search(r'<div id="id_skin" class="bands bands">', markup)
    assert 'data-band="4" aria-hidden="true">4</span>' in markup


def test_words_of_a_family_are_escaped():
    class Names(forms.Form):
        child = forms.ChoiceField(choices=[("1", "<b>Ali</b>")], widget=forms.RadioSelect)

    markup = html(Names({"child": "<script>"}))
    assert "<script>" not in markup
    assert "&lt;b&gt;Ali" in markup


def test_a_file_form_can_carry_files():
    assert 'enctype="multipart/form-data"' in html(SampleForm())


def test_errors_of_the_whole_form_reach_the_summary():
    class Both(forms.Form):
        first = forms.CharField(required=False)

        def clean(self):
            raise forms.ValidationError("Fill in one of the two.")

    markup = html(Both({}))
    assert "There is a problem" in markup
    assert "Fill in one of the two." in markup
