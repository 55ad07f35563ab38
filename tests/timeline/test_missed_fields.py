"""A field that the page has as it loads, and whose name the state before shows at its place, has not appeared."""

from dataclasses import replace

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, Element
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, node, reading, snapshot

EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)
WORDS = [("heading", "Your basket", 40, 20), ("text", "Nothing in it yet", 40, 300), ("link", "Stationery", 400, 20)]
PAGE = [node(role, name, x, y) for role, name, x, y in WORDS] + [node("textbox", "Promo code", 40, 130, 300, 40)]
SHOWN = [element(kind, name, x, y) for kind, name, x, y in WORDS]  # type: ignore[arg-type]
NAME = element("text", "Promo code", 40, 100)


def appeared(*before: Element, y: float = 130) -> list[str]:
    """What is told to have appeared when the field is read for the first time in the second state."""
    field = element("input", "Promo code", 40, y, 300, 40)
    readings = [reading(*SHOWN, *before), reading(*SHOWN, NAME, field)]
    moments = build_timeline([keyframe(0), keyframe(1000, EVERYWHERE)], readings, [snapshot(*PAGE)]).moments
    return [c.element.type for c in moments[1].changes if c.kind == "added"]


def test_a_field_that_was_only_missed_has_not_appeared() -> None:
    assert "input" not in appeared(NAME)
    assert "input" not in appeared(NAME, y=190)


def test_a_field_whose_name_was_not_there_has_appeared() -> None:
    assert "input" in appeared()
    assert "input" in appeared(element("text", "Promo code", 800, 600))


def test_a_missed_field_that_is_read_once_it_is_filled_got_that_value() -> None:
    """Its placeholder was read as texts before, which are no texts that went away."""
    page = [*PAGE[:-1], replace(PAGE[-1], props=(("/placeholder", "Paste a code"),))]
    hint = (element("text", "Paste a", 50, 140), element("text", "code", 130, 140))
    field = element("input", "Promo code", 40, 130, 300, 40, value="SPRING10")
    readings = [reading(*SHOWN, NAME, *hint), reading(*SHOWN, NAME, field)]
    moments = build_timeline([keyframe(0), keyframe(1000, EVERYWHERE)], readings, [snapshot(*page)]).moments
    assert [(c.kind, c.what, c.before, c.after) for c in moments[1].changes] == [("changed", "value", "", "SPRING10")]


def test_words_in_a_missed_field_that_are_no_placeholder_are_what_it_held() -> None:
    field = element("input", "Promo code", 40, 130, 300, 40, value="SPRING10")
    for words, told in (("WINTER5", [("WINTER5", "SPRING10")]), ("SPRING10", [])):
        readings = [reading(*SHOWN, NAME, element("text", words, 52, 140)), reading(*SHOWN, NAME, field)]
        moments = build_timeline([keyframe(0), keyframe(1000, EVERYWHERE)], readings, [snapshot(*PAGE)]).moments
        assert [(c.before, c.after) for c in moments[1].changes] == told


def test_a_field_that_is_not_read_any_more_has_not_gone_while_its_name_stands_there() -> None:
    field = element("input", "Promo code", 40, 130, 300, 40)
    readings = [reading(*SHOWN, NAME, field), reading(*SHOWN, NAME, element("alert", "Try again", 700, 600))]
    moments = build_timeline([keyframe(0), keyframe(1000, EVERYWHERE)], readings, [snapshot(*PAGE)]).moments
    assert [c.kind for c in moments[1].changes] == ["added"]


def edited(words: str, *changed: Box) -> list[tuple[str, str, str, str]]:
    """What is told when a field with "Ana" gives way to these words, or is read as these words."""
    field, text = element("input", "", 40, 130, 300, 40, value="Ana"), element("text", words, 44, 138, 290, 26)
    readings = [reading(*SHOWN, NAME, field), reading(*SHOWN, NAME, text)]
    moments = build_timeline([keyframe(0), keyframe(1000, *changed)], readings, [snapshot(*PAGE)]).moments
    return [(c.kind, c.element.type, c.before, c.after or c.element.label) for c in moments[1].changes]


def test_a_field_that_gives_way_to_a_text_went_away() -> None:
    """A name that is edited in its place is a text again once it is saved: nothing can be typed into that."""
    told = edited("Ana Maria", Box(32, 128, 320, 48))
    assert {kind for kind, *_ in told} == {"added", "removed"}
    assert ("added", "text", "", "Ana Maria") in told
    assert [kind for kind, type_, *_ in told if type_ == "input"] == ["removed"]


def test_a_field_of_which_only_the_words_changed_is_the_field_that_it_was() -> None:
    assert edited("Ana Maria", Box(48, 128, 96, 48)) == [("changed", "input", "Ana", "Ana Maria")]
    assert edited("Ana", Box(32, 128, 320, 48)) == []
