"""Acts inferred from pixels: what was typed, clicked and toggled, unless it may have been another act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.claims.build import find_claims, with_claims
from claude_scope.values import Box, Moment, Rest, Source, Timeline
from tests.timeline.make import element, keyframe, line, texts, ui
from tests.timeline.screens import PAGE, WORDS, moment, moved

if TYPE_CHECKING:
    from claude_scope.values import Claim, Line, Reading

CORNER = Box(1200, 700, 12, 18)
FIELD = element("input", "Code", 700, 300, 300, 40)


def filled(value: str, *others: Line, at_ms: int = 0, read: str | None = None) -> Moment:
    """A state whose field has this value; `read` is what the reader takes the field's value to be, if that differs."""
    lines = [line(value, 710, 310, sure=1.0)] if value else []
    field = replace(FIELD, value=value if read is None else read)
    return moment(texts(*PAGE, *lines, *others, elements=(field,)), keyframe(at_ms))


def typed(*states: Moment) -> list[tuple[int, str]]:
    return [(claim.state, claim.after) for claim in find_claims(states) if claim.property == "type" and claim.is_said]


def test_a_new_value_of_a_field_was_typed_and_its_beginnings_are_not_acts() -> None:
    mail = "anna.lindqvist@northwind.example"
    assert typed(filled(""), filled(mail, at_ms=900)) == [(2, mail)]
    values = ("", mail[:8], mail[:18], mail)
    assert typed(*(filled(value, at_ms=900 * n) for n, value in enumerate(values))) == [(4, mail)]


def test_a_value_of_one_letter_or_of_one_over_and_over_was_typed() -> None:
    assert typed(filled(""), filled("5", at_ms=900)) == [(2, "5")]
    assert typed(filled(""), filled("1111", at_ms=900)) == [(2, "1111")]


def test_what_came_with_other_texts_or_in_no_field_was_not_typed() -> None:
    value, other = "anna.lindqvist@northwind.example", line("Suggested for you by others", 710, 350, sure=1.0)
    assert typed(filled(""), filled(value, other)) == []
    assert typed(filled(""), filled(value, read="another value")) == []
    assert typed(moment(texts(*PAGE)), filled(value)) == [], "the field was not there"


def test_what_is_chosen_in_a_list_was_not_typed() -> None:
    before, after = filled("Viewer"), filled("Administrator", at_ms=900)
    assert typed(before, after) == [(2, "Administrator")]
    one, other = (
        replace(state, reading=replace(state.reading, elements=(replace(state.reading.elements[0], type="select"),)))
        for state in (before, after)
    )
    assert typed(one, other) == []
    assert [claim.after for claim in find_claims([one, other]) if claim.is_said] == ["Administrator"]


def clicked(rest: Rest, began_ms: int = 1500) -> list[str]:
    """The claimed clicks where the pointer rested and a text appeared."""
    before = moment(texts(*PAGE), keyframe(0, rests=(rest,)))
    after = moment(texts(*PAGE, line("The coupon was added to it", 700, 300)), keyframe(2000, began_ms=began_ms))
    return [claim.name for claim in find_claims([before, after]) if claim.property == "click" and claim.is_said]


def test_a_click_is_known_where_the_pointer_had_come_to_a_text_and_the_effect_followed_at_once() -> None:
    pointer = Box(PAGE[2].box.x + 20, PAGE[2].box.y + 10, 12, 18)
    assert clicked(Rest(pointer, 800, 1600, 1500)) == [WORDS[2]]
    assert clicked(Rest(PAGE[2].box, 800, 1600, 1500)) == [WORDS[2]], "the row lit up"
    x, y, width, height = PAGE[2].box
    link = Box(x + 15, y, width - 15, height)
    assert clicked(Rest(link, 800, 1600, 1500)) == [WORDS[2]], "the bullet before it did not"
    assert clicked(Rest(Box(x, y, width - 60, height), 800, 1600, 1500)) == [], "it is a part of a longer row"
    assert clicked(Rest(pointer, 800, 2600, 2500), began_ms=2500) == [], "it lay there for a while"
    assert clicked(Rest(pointer, 800, 1600, 1000)) == [], "something else had changed before"
    assert clicked(Rest(pointer, 800, 1400, 1400)) == [], "it had left"
    assert clicked(Rest(Box(1200, 700, 12, 18), 800, 1600, 1500)) == [], "nothing is written there"


def test_a_pointer_that_went_on_to_rest_where_the_state_changed_clicked_nothing_on_its_way() -> None:
    """The pointer left a link, which lost its hover style; the tab under the new position was clicked."""
    left = Rest(Box(PAGE[2].box.x + 20, PAGE[2].box.y + 10, 12, 18), 800, 1500, 1400)
    tab = Box(700, 290, 300, 60)
    new = line("The coupon was added to it", 700, 300)
    after = moment(texts(*PAGE, new), keyframe(2400, tab, began_ms=1500))
    states = moment(texts(*PAGE), keyframe(0, rests=(left,))), after
    assert [claim.name for claim in find_claims(states) if claim.property == "click" and claim.is_said] == [WORDS[2]]
    on_tab = Rest(Box(720, 310, 12, 18), 1700, 2200, 2100)
    pointed = states[0], replace(after, keyframe=replace(after.keyframe, rests=(on_tab,)))
    assert [claim for claim in find_claims(pointed) if claim.property == "click" and claim.is_said] == []


def pressed(aimed_ms: int = 400, share: float = 0.02, *, at: Box = CORNER, **more: object) -> list[Claim]:
    """The claimed clicks on a place without text, this long before the state began, with such an effect."""
    rest = Rest(at, 1500 - aimed_ms, 1600, 1500)
    before = moment(texts(*PAGE, **more), keyframe(0, rests=(rest,)))  # type: ignore[arg-type]
    new = line("The coupon was added to it", 700, 300)
    after = moment(texts(*PAGE, new), keyframe(2000, began_ms=1500, share=share))
    return [claim for claim in find_claims([before, after]) if claim.property == "click" and claim.is_said]


def test_a_click_where_nothing_is_written_has_its_place() -> None:
    (click,) = pressed()
    assert (click.name, click.box) == ("", Box(1203, 702.25, 0, 0)), "the tip of the pointer"
    (click,) = pressed(at=Box(1100, 400, 90, 40))
    assert click.box == Box(1145, 420, 0, 0), "the middle of what lit up"
    assert pressed(aimed_ms=700) == [], "the pointer may have moved unseen"
    assert pressed(aimed_ms=180) == [], "nobody aims so fast"
    assert pressed(share=0.005) == [], "a field that a key was pressed in, or a caret"
    assert pressed(elements=(element("input", "Code", 1150, 690, 120, 30),)) == []


def test_a_click_on_the_entry_that_is_highlighted_now_has_its_name() -> None:
    plain, chosen = ((90, 90, 90), (255, 255, 255)), ((20, 60, 200), (230, 236, 250))
    names = ("By", "At", "Up", "On")

    def tabs(lit: str) -> list[Line]:
        looks = [(name, chosen if name == lit else plain) for name in names]
        return [
            replace(line(name, 700 + 90 * n, 300), ink=ink, ground=ground)
            for n, (name, (ink, ground)) in enumerate(looks)
        ]

    rest = Rest(Box(882, 304, 12, 18), 1100, 1600, 1500)
    before = moment(texts(*PAGE, *tabs("By")), keyframe(0, rests=(rest,)))
    after = moment(texts(*PAGE, *tabs("Up")), keyframe(2000, began_ms=1500))
    found = [(claim.property, claim.name) for claim in find_claims([before, after]) if claim.is_said]
    assert found == [("highlight", "Up"), ("click", "Up")], "two letters are no word, but the entry has a name"


def test_a_click_on_what_holds_other_things_has_its_place_alone() -> None:
    def clicked_on(role: str) -> str:
        known = ui(role, "Settings", 1100, 600, 160, 110, source=Source.BOTH, name="Settings")  # type: ignore[arg-type]
        rest = Rest(CORNER, 1100, 1600, 1500)
        before = replace(moment(texts(*PAGE), keyframe(0, rests=(rest,))), elements=(known,))
        new = line("The coupon was added to it", 700, 300)
        found = find_claims([before, moment(texts(*PAGE, new), keyframe(2000, began_ms=1500))])
        return next(item.element for item in found if item.property == "click")

    assert clicked_on("button") == "e1"
    assert clicked_on("dialog") == ""


def test_what_is_highlighted_is_not_typed() -> None:
    """Only the text that appeared in the field was typed, whatever the menu next to it does."""
    plain, chosen = ((90, 90, 90), (255, 255, 255)), ((20, 60, 200), (230, 236, 250))

    def with_menu(lit: int) -> list[Line]:
        looks = [chosen if n == lit else plain for n in range(4)]
        names = ("Lamps", "Lanterns", "Candles", "Torches")
        return [
            replace(line(name, 1000, 40 + 40 * n), ink=looks[n][0], ground=looks[n][1]) for n, name in enumerate(names)
        ]

    value = "anna.lindqvist@northwind.example"
    assert typed(filled("", *with_menu(0)), filled(value, *with_menu(2), at_ms=900)) == [(2, value)]
    assert typed(filled(value, *with_menu(0)), filled(value, *with_menu(2), at_ms=900)) == []


def test_a_line_of_a_text_is_not_a_control() -> None:
    def names(words: int) -> list[str]:
        row = line(" ".join(f"word{n}" for n in range(words)), 40, 600, 600)
        rest = Rest(Box(100, 606, 12, 18), 1000, 1600, 1500)
        before = moment(texts(*PAGE, row), keyframe(0, rests=(rest,)))
        after = moment(texts(*PAGE, row, line("It was added", 700, 300)), keyframe(2000, began_ms=1500))
        return [claim.name for claim in find_claims([before, after]) if claim.property == "click"]

    assert len(names(10)) == 1
    assert names(11) == []


def test_a_change_that_is_neither_pointer_nor_highlighted_control_is_not_a_click() -> None:
    row = PAGE[2].box
    assert clicked(Rest(Box(row.x + 20, row.y + 4, 13, 2), 800, 1600, 1500)) == [], "a rest of something else"
    assert clicked(Rest(Box(row.x + 60, row.y - 10, 90, 60), 800, 1600, 1500)) == [], "letters of it that changed"


def test_keys_in_a_field_and_a_wheel_are_not_clicks() -> None:
    rest = Rest(Box(PAGE[2].box.x + 20, PAGE[2].box.y + 10, 12, 18), 800, 1600, 1500)
    field = element("input", "Search", PAGE[2].box.x, PAGE[2].box.y, 400)
    before = texts(*PAGE, elements=(field,))
    new = line("The coupon was added to it", 700, 300)

    def acts(before: Reading, *after: Line) -> list[str]:
        states = moment(before, keyframe(0, rests=(rest,))), moment(texts(*after), keyframe(2000, began_ms=1500))
        return [claim.property for claim in find_claims(states) if claim.kind == "act"]

    assert acts(before, *PAGE, new) == []
    assert acts(texts(*PAGE), *moved(PAGE[1:], 0, -60), new) == [], "a wheel, or a link to a place further down"
    names = ("Aurora desk lamp", "Borealis floor lamp", "Cinder lantern", "Dawn reading light", "Ember candle")
    menu = tuple(line(name, 900, 40 + 40 * n) for n, name in enumerate(names))
    apart = moved(menu[4:], 300, 0)
    both = *moved(PAGE[4:], 0, -180), *moved(menu[:4], 0, -30), *apart
    assert acts(texts(*PAGE, *menu), *both, new) == [], "a wheel, where a menu beside the text scrolls less"


def test_another_page_is_named_by_the_link_to_it_where_it_says_the_same() -> None:
    link = line("Statements", 900, 20, sure=1.0)
    rest = Rest(Box(910, 28, 12, 18), 800, 1600, 1500)
    new = [line(f"Another text of number {n} here", 300, 200 + 40 * n) for n in range(8)]
    before = moment(texts(link, *PAGE), keyframe(0, rests=(rest,)))
    after = moment(texts(line("Statements", 300, 100, sure=1.0), *new), keyframe(2000, began_ms=1500))
    pages = [
        (claim.property, claim.after)
        for claim in find_claims([before, after])
        if claim.kind == "page" and claim.state == 2
    ]
    assert pages == [("address", "Statements")]


def test_the_checkbox_under_the_pointer_is_checked_now() -> None:
    label = line("Remember me on this device", 84, 598)

    def shown(*states: str, pointer: tuple[int, int] | None = (66, 607)) -> Moment:
        mine = element("checkbox", "Remember me on this device", 60, 600, 16, 16, state=states)
        other = element("checkbox", "Send the news", 60, 640, 16, 16, state=states)
        return moment(texts(*PAGE, label, elements=(mine, other)), keyframe(2000 if states else 0, pointer=pointer))

    def turned(before: Moment, after: Moment) -> list[tuple[str, str, str]]:
        found = find_claims([before, after])
        return [(entry.name, entry.before, entry.after) for entry in found if entry.property == "state"]

    assert turned(shown(), shown("checked")) == [("Remember me on this device", "not checked", "checked")]
    assert turned(shown(), shown("checked", pointer=None)) == [], "two are, and which was meant is not known"
    assert turned(shown(), shown("checked", pointer=(500, 90))) == []
    assert turned(shown(), shown("checked", pointer=(68, 628))) == [], "two are there"
    (_, after) = with_claims(Timeline((shown(), shown("checked")))).moments
    assert [(c.before, c.after) for c in after.changes if c.what == "state"] == [("not checked", "checked")]


def test_the_checkbox_that_the_pointer_covers_has_the_state_of_the_next_picture() -> None:
    def shown(*states: str, covered: bool = False, at_ms: int = 0) -> Moment:
        boxes = [element("checkbox", "Remember me on this device", 60, 600, 16, 16, state=states)]
        boxes += [element("checkbox", "Send the news", 60, 660, 16, 16)]
        label = line("Remember me on this device", 84, 598)
        seen = texts(*PAGE, label, elements=tuple(boxes[1:] if covered else boxes))
        return moment(seen, keyframe(at_ms, Box(56, 592, 32, 32), pointer=(66, 607)))

    def turned(*states: Moment) -> list[tuple[int, str]]:
        return [(claim.state, claim.after) for claim in find_claims(states) if claim.property == "state"]

    assert turned(shown(), shown(covered=True, at_ms=1), shown("checked", at_ms=2)) == [(2, "checked")]
    assert turned(shown(), shown(covered=True, at_ms=1), shown(at_ms=2)) == []
    assert turned(shown(), shown(covered=True, at_ms=1)) == [], "nobody knows"


def test_the_only_checkbox_that_changed_needs_no_pointer() -> None:
    def shown(*states: str, more: int = 0) -> Moment:
        mine = element("checkbox", "Remember me", 60, 600, 16, 16, state=states)
        other = element("checkbox", "Send the news", 60, 640, 16, 16)
        new = [line(f"A text of number {n} that came", 700, 300 + 40 * n) for n in range(more)]
        return moment(texts(*PAGE, *new, elements=(mine, other)), keyframe(2000 if states else 0))

    def turned(after: Moment) -> list[str]:
        return [claim.name for claim in find_claims([shown(), after]) if claim.property == "state"]

    assert turned(shown("checked")) == ["Remember me"]
    assert turned(shown("checked", more=3)) == [], "another view came, whose checkbox it may be"


def test_a_control_whose_label_ocr_joined_with_that_of_the_next_one_is_not_reported() -> None:
    """OCR reads two radio buttons in a row, "All" and "Mentions only", as one text."""

    def turned(second_x: int) -> list[str]:
        def shown(*states: str) -> Moment:
            first = element("radio", "All Mentions only", 60, 600, 16, 16, state=states)
            second = element("radio", "", second_x, 600, 16, 16)
            label = line("All Mentions only", 84, 598)
            return moment(texts(*PAGE, label, elements=(first, second)), keyframe(0 if states else 2000))

        found = find_claims([shown("checked"), shown()])
        return [entry.name for entry in found if entry.property == "state"]

    assert turned(120) == []
    assert turned(400) == ["All Mentions only"]
