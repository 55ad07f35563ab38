"""What one picture does not show well enough to be read is known from the pictures beside it."""

from claude_scope.timeline.build import build_timeline
from claude_scope.timeline.pixels.gap_filling import restore_fields_and_badges, restore_fields_from_next
from claude_scope.timeline.pixels.occlusion import is_pointer
from claude_scope.values import Box, Change, Element, Keyframe, Reading
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading, ui

EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)
NAME, FIELD = element("text", "Password", 40, 100), element("input", "Password", 40, 128, 300, 36)
LINK, BADGE = element("link", "jane@acme.io", 1100, 20), element("text", "0", 1070, 20, 18)
BOX = element("checkbox", "Buy milk", 40, 300, 14, 14)
PAGE = tuple(element("text", f"Row {'abcdefgh'[i]} of the list", 600, 100 + 40 * i) for i in range(8))


def told(*readings: Reading, at: list[Keyframe] | None = None) -> list[list[str]]:
    frames = at or [keyframe(1000 * n, EVERYWHERE) for n in range(len(readings))]
    return [[_short(c) for c in m.changes] for m in build_timeline(frames, readings).moments]


def _short(change: Change) -> str:
    name = f"{change.kind} {change.element.type} {change.element.label}"
    return f"{name}: {change.what} {change.before} -> {change.after}" if change.kind == "changed" else name


def test_a_field_whose_dots_were_not_read_is_still_there() -> None:
    """A password is typed: its name stands where it stood, and nothing else came into its place."""
    assert restore_fields_and_badges([reading(NAME, FIELD), reading(NAME)])[1].elements == (NAME, FIELD)


def test_a_field_that_became_a_text_or_went_with_its_name_is_gone() -> None:
    shown = element("text", "Jane Roe", 44, 134)
    assert restore_fields_and_badges([reading(NAME, FIELD), reading(NAME, shown)])[1].elements == (NAME, shown)
    assert restore_fields_and_badges([reading(NAME, FIELD), reading(shown)])[1].elements == (shown,)


def test_a_badge_that_was_taken_for_a_radio_is_a_badge() -> None:
    radio = element("radio", "jane@acme.io", 1068, 18, 22, 22, state=("checked",))
    one = element("text", "1", 1070, 20, 18)
    rows = told(reading(*PAGE, BADGE, LINK), reading(*PAGE, radio), reading(*PAGE, one, LINK))
    assert rows == [[], [], ["changed text 1: text 0 -> 1"]]


def test_letters_in_a_box_to_tick_are_a_tick() -> None:
    words = element("link", "Buy milk", 64, 298)
    for sign in ("<", "[M]", "✓"):
        rows = told(reading(*PAGE, BOX), reading(*PAGE, element("text", sign, 38, 298, 18, 18), words))
        assert rows[1] == ["changed checkbox Buy milk: state unchecked -> checked"]


def test_a_switch_under_the_pointer_has_the_state_in_which_it_is_seen_next() -> None:
    off = element("checkbox", "Push alerts", 900, 318, 44, 24)
    on = element("checkbox", "Push alerts", 900, 318, 44, 24, state=("checked",))
    clicked = keyframe(1000, Box(896, 310, 48, 32), pointer=(920, 334))
    later = keyframe(2000, Box(600, 400, 40, 40), pointer=(620, 500))
    rows = told(reading(*PAGE, off), reading(*PAGE), reading(*PAGE, on), at=[keyframe(0), clicked, later])
    assert rows == [[], ["changed checkbox Push alerts: state unchecked -> checked"], []]


def test_words_in_a_field_that_was_not_seen_are_its_value() -> None:
    """A ring of focus breaks the frame of a field; in the next picture it is one again."""
    name, words = element("text", "Comment", 40, 400), element("heading", "Looks good|", 48, 434)
    field = element("input", "Comment", 40, 428, 600, 80, value="Looks good")
    empty = element("input", "Comment", 40, 428, 600, 80)
    rows = told(reading(*PAGE, name, empty), reading(*PAGE, name, words), reading(*PAGE, name, field))
    assert rows == [[], ["changed input Comment: value  -> Looks good"], []]


def test_a_title_above_a_field_is_no_value() -> None:
    title = element("heading", "Looks good", 48, 300)
    field = element("input", "Comment", 40, 428, 600, 80, value="Looks good")
    before = reading(element("text", "Comment", 40, 400), title)
    assert restore_fields_from_next([before, reading(*before.elements, field)])[0] == before


def test_the_picture_of_the_pointer_is_no_letter() -> None:
    assert is_pointer(ui("text", "1", 390, 416, 13, 12), (389, 411))
    assert not is_pointer(ui("text", "1", 430, 416, 13, 12), (389, 411))
    assert not is_pointer(ui("text", "1 new", 390, 416, 40, 12), (389, 411))
    assert not is_pointer(ui("text", "1", 390, 416, 13, 12), None)


def test_a_row_that_goes_is_reported_where_another_one_takes_the_place_of_its_box() -> None:
    """Both boxes are ticked, so that only the words behind them look different."""
    ticked = [_ticked("Write notes", 300), _ticked("Book a room", 340)]
    words = [keyframe(0), keyframe(1000, Box(60, 296, 140, 24), Box(32, 336, 170, 24))]
    rows = told(reading(*PAGE, *ticked), reading(*PAGE, _ticked("Book a room", 300)), at=words)
    assert "removed checkbox Write notes" in rows[1]


def _ticked(label: str, y: float) -> Element:
    return element("checkbox", label, 40, y, 14, 14, state=("checked",))


def test_what_was_missed_once_where_no_pixel_changed_was_there() -> None:
    """A reading that passes over a number is put right by the next one, if nothing changed there in between."""
    two, gone = element("text", "2", 338, 24, 18), element("text", "Idle", 40, 24)
    frames = [keyframe(0), keyframe(1000, EVERYWHERE), keyframe(2000, Box(0, 20, 90, 40))]
    readings = [reading(*PAGE, two, gone), reading(*PAGE, gone), reading(*PAGE, two)]
    assert told(*readings, at=frames) == [[], [], ["removed text Idle"]]


def test_a_badge_that_no_region_saw_is_reported_with_what_became_the_same() -> None:
    """The badge was not read as the quantity went from 1 to 2, and is 3 as the quantity becomes 3."""
    before = [element("text", "1", 1070, 20, 18), element("text", "2", 500, 300, 18)]
    after = [element("text", "3", 1070, 20, 18), element("text", "3", 500, 300, 18)]
    rows = told(reading(*PAGE, *before), reading(*PAGE, *after), at=[keyframe(0), keyframe(900, Box(496, 296, 24, 24))])
    assert sorted(rows[1]) == ["changed text 3: text 1 -> 3", "changed text 3: text 2 -> 3"]


def test_a_card_around_a_line_of_text_is_no_field() -> None:
    """The switch at the end of the row is hidden by the pointer, so that the row looks like a field."""
    line, switch = element("text", "Weekly summary", 140, 259), element("checkbox", "", 1165, 257, 52, 28)
    card = element("input", "", 120, 237, 1124, 68, value="Weekly summary")
    on = element("checkbox", "", 1165, 257, 52, 28, state=("checked",))
    clicked = keyframe(1000, Box(1160, 250, 60, 40), pointer=(1197, 277))
    frames = [keyframe(0), clicked, keyframe(2000, Box(600, 400, 40, 40), pointer=(620, 500))]
    rows = told(reading(*PAGE, line, switch), reading(*PAGE, card), reading(*PAGE, line, on), at=frames)
    assert rows == [[], ["changed checkbox : state unchecked -> checked"], []]
    edited = element("input", "", 138, 252, 300, 38, value="Weekly summary")
    assert restore_fields_and_badges([reading(line), reading(edited)])[1].elements == (edited,)


def test_a_clock_that_was_not_there_yet_is_not_put_back() -> None:
    """Regions pass over what moves for good, so that a text of the next picture alone proves nothing."""
    clock = element("text", "0:05", 1200, 20)
    frames = [keyframe(0), keyframe(1000, EVERYWHERE), keyframe(2000, Box(0, 20, 90, 40))]
    tracked = build_timeline(frames, [reading(*PAGE), reading(*PAGE), reading(*PAGE, clock)]).moments
    assert [any(e.label == "0:05" for e in m.elements) for m in tracked] == [False, False, True]


def test_a_switch_of_which_the_pointer_hides_half_is_still_there() -> None:
    """Its name stands at the other end of the row; what is left of it was read as a picture."""
    name, switch = element("text", "Push alerts", 277, 318), element("checkbox", "Push alerts", 1200, 318, 44, 24)
    half = element("icon", "", 1224, 320, 20, 20)
    assert restore_fields_and_badges([reading(name, switch), reading(name, half)])[1].elements == (name, switch)
    assert restore_fields_and_badges([reading(name, switch), reading(half)])[1].elements == (half,)


def test_a_long_line_that_the_pointer_crosses_has_not_gone() -> None:
    """OCR may lose the whole line; most of its pixels are as they were."""
    line = element("text", "Used to sign requests from your servers", 40, 300, 300, 24)
    screen = tuple(element("text", f"Line {n}", 40, 40 + 40 * n) for n in range(4))
    above = Box(40, 250, 300, 60)
    frames = [keyframe(0), keyframe(900, above, pointer=(160, 290)), keyframe(1900, Box(0, 0, 1280, 720))]
    readings = [reading(*screen, line), reading(*screen), reading(*screen)]
    found = build_timeline(frames, readings).moments
    assert found[1].changes == ()
    assert [c.kind for c in found[2].changes] == ["removed"]


def test_a_switch_that_is_read_as_one_picture_with_the_pointer_has_the_state_in_which_it_is_seen_next() -> None:
    off = element("checkbox", "Push alerts", 900, 318, 54, 28)
    on = element("checkbox", "Push alerts", 900, 318, 54, 28, state=("checked",))
    name, both = element("text", "Push alerts", 600, 318), element("image", "", 899, 318, 56, 44)
    clicked = keyframe(1000, Box(896, 310, 64, 32), pointer=(932, 334))
    later = keyframe(2000, Box(600, 400, 40, 40), pointer=(620, 500))
    readings = [reading(*PAGE, name, off), reading(*PAGE, name, both), reading(*PAGE, name, on)]
    rows = told(*readings, at=[keyframe(0), clicked, later])
    assert rows == [[], ["changed checkbox Push alerts: state unchecked -> checked"], []]


def test_a_picture_without_a_name_under_the_pointer_is_the_pointer() -> None:
    at = [keyframe(0), keyframe(1000, EVERYWHERE, pointer=(58, 632)), keyframe(2000, EVERYWHERE, pointer=(900, 600))]
    picture = element("image", "", 40, 624, 48, 48)
    assert told(reading(*PAGE), reading(*PAGE, picture), reading(*PAGE), at=at) == [[], [], []]
    stays = told(reading(*PAGE), reading(*PAGE, picture), reading(*PAGE, picture), at=at)
    assert stays == [[], ["added image "], []]


def test_what_is_left_of_a_covered_word_is_nothing_new() -> None:
    """The words themselves are on a dialog that was not recognised."""
    whole, asked = element("text", "Give back", 843, 560, 99, 24), element("text", "Give back", 426, 600, 99, 24)
    for rest, is_new in (("ve back", False), ("back", True)):
        left = element("text", rest, 870, 560, 72, 24)
        rows = told(reading(*PAGE, whole), reading(*PAGE, asked, left), reading(*PAGE, whole))
        assert [any(rest in row and "Give" not in row for row in one) for one in rows[1:]] == [is_new, is_new]


def test_a_switch_that_was_pushed_down_with_its_name_and_its_neighbours_is_still_there() -> None:
    def row(name: str, y: float, *, switch: bool = True) -> list[Element]:
        words = element("text", name, 60, y, 170)
        return [words, element("checkbox", name, 374, y - 2, 56, 28, state=("checked",))] if switch else [words]

    alert = element("alert", "Vent stuck", 40, 72, 1000, 55)
    before = reading(*PAGE, *row("North beds", 180), *row("South beds", 220), *row("Bench", 260))
    missed = reading(*PAGE, alert, *row("North beds", 235), *row("South beds", 275), *row("Bench", 315, switch=False))
    assert told(before, missed)[1] == ["added alert Vent stuck"]
    stayed = reading(*PAGE, alert, *row("North beds", 180), *row("South beds", 220), *row("Bench", 315, switch=False))
    assert "removed checkbox Bench" in told(before, stayed)[1]
