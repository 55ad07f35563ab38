"""Letters that OCR does not know are restored from the page's texts; other words stay as read."""

import pytest

from claude_scope.timeline.aria.accents import restore_accents
from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Line, Node
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading, snapshot

NAMES = ("Patrick Süskind", "Offene Gebühren: 2,40 €", "Fällig", "Zurückgeben", "Kürze", "Kurze", "Öl", "Réglé")


def respelled(text: str, *names: str) -> str:
    page = snapshot(*(Node("text", text=name) for name in names or NAMES))
    return restore_accents([reading(element("text", text, 40, 40))], [page])[0].elements[0].label


@pytest.mark.parametrize(
    ("read", "page"),
    [
        ("Patrick Suiskind", "Patrick Süskind"),
        ("Patrick Siskind", "Patrick Süskind"),
        ("Offene Gebihren: 4,80", "Offene Gebühren: 4,80"),
        ("Wirklich zurickgeben?", "Wirklich zurückgeben?"),
        ("FALLIG", "FÄLLIG"),
    ],
)
def test_a_word_with_an_accent_is_spelled_as_on_the_page(read: str, page: str) -> None:
    assert respelled(read) == page


@pytest.mark.parametrize("read", ["Kurze", "ol", "Saskia", "Gebihrenfrei", "Regle", "Patrick Su5kind"])
def test_another_word_stays_as_it_was_read(read: str) -> None:
    """The page has that word as well, the word is too short, or a plain letter differs."""
    assert respelled(read) == read


def test_a_word_that_fits_two_of_the_page_stays_as_it_was_read() -> None:
    assert respelled("fallen", "Fällen", "Füllen") == "fallen"


def test_the_lines_are_spelled_as_the_elements_are() -> None:
    """A button whose words are in no line would count as a button without words."""
    read = reading(element("button", "Zurickgeben", 40, 40))
    line = Line("Zurickgeben", Box(40, 40, 99, 24), 0.9)
    page = snapshot(Node("button", "Zurückgeben"))
    told = restore_accents([type(read)(read.width, read.height, (line,), read.elements, "")], [page])[0]
    assert (told.lines[0].text, told.elements[0].label) == ("Zurückgeben", "Zurückgeben")


def test_two_readings_of_one_word_with_an_accent_are_one_word() -> None:
    whole = Box(0, 0, WIDTH, HEIGHT)
    rows = [element("text", word, 40, 40 + 60 * n) for n, word in enumerate(("Title", "Author", "Due date"))]
    states = [reading(*rows, element("text", name, 300, 300)) for name in ("Patrick Siskind", "Patrick Suiskind")]
    page = snapshot(*(Node("text", text=e.label, box=e.box) for e in rows), Node("text", text="Patrick Süskind"))
    frames = [keyframe(0), keyframe(1000, whole)]
    known, unknown = build_timeline(frames, states, [page]), build_timeline(frames, states)
    assert {moment.elements[-1].label for moment in known.moments} == {"Patrick Süskind"}
    assert len({moment.elements[-1].id for moment in known.moments}) == 1
    assert len({moment.elements[-1].label for moment in unknown.moments}) == 2


def test_a_word_made_to_be_tried_for_ever_is_not_tried() -> None:
    """Forty letters with two candidates each would take exponential time to try."""
    assert respelled("a" * 60 + "abce", "ü" * 40 + "abcd") == "a" * 60 + "abce"
