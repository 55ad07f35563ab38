"""A difference is told as from and to; noise is not told."""

from claude_scope.timeline.build import build_timeline
from claude_scope.timeline.diff.diff import diff
from claude_scope.timeline.pixels.matching import match
from claude_scope.values import Box, Change, Element, UiElement
from tests.timeline.make import element, keyframe, reading, ui


def changes(before: list[UiElement], after: list[UiElement], *changed: Box) -> list[Change]:
    as_read = [[element(e.type, e.label, *e.box) for e in side] for side in (before, after)]
    return list(diff(before, after, match(*as_read), keyframe(0, *changed), 720).changes)


HERE = Box(0, 0, 1280, 720)
ROWS = [ui("text", f"Row number {'abcdefgh'[i]}", 40, 100 + 40 * i) for i in range(8)]


def test_a_badge_from_0_to_1_is_one_change_of_text() -> None:
    told = changes([*ROWS, ui("text", "0", 1200, 20)], [*ROWS, ui("text", "1", 1200, 20)], Box(1190, 10, 40, 40))
    assert [(c.kind, c.what, c.before, c.after) for c in told] == [("changed", "text", "0", "1")]


def test_a_misread_letter_is_no_change() -> None:
    assert changes([ui("button", "Shipping address", 40, 40)], [ui("button", "Shippinq address", 40, 40)], HERE) == []


def test_nothing_changes_where_no_pixel_changed() -> None:
    before, after = (
        [*ROWS, ui("text", "Alpha", 600, 40)],
        [*ROWS, ui("text", "Omega", 600, 40), ui("text", "x", 900, 40)],
    )
    assert changes(before, after, Box(0, 600, 50, 50)) == []


def test_an_error_that_appears_is_added() -> None:
    error = ui("alert", "Enter a valid email", 40, 500)
    assert [(c.kind, c.element.label) for c in changes(ROWS, [*ROWS, error], HERE)] == [
        ("added", "Enter a valid email")
    ]


def test_states_are_reported_with_their_opposites() -> None:
    before, after = [ui("checkbox", "Remember me", 40, 40)], [ui("checkbox", "Remember me", 40, 40, state=("checked",))]
    assert [(c.before, c.after) for c in changes(before, after, HERE)] == [("unchecked", "checked")]
    assert [(c.before, c.after) for c in changes(after, before, HERE)] == [("checked", "unchecked")]


def test_a_typed_value_is_reported() -> None:
    before, after = [ui("input", "Email", 40, 40, 300)], [ui("input", "Email", 40, 40, 300, value="ann@example.com")]
    assert [(c.what, c.before, c.after) for c in changes(before, after, HERE)] == [("value", "", "ann@example.com")]


def test_lines_that_were_split_are_put_together_again() -> None:
    before = [*ROWS, ui("text", "Total $93.90", 600, 500, 300)]
    same = [*ROWS, ui("text", "Total", 600, 500, 50), ui("text", "$93.90", 840, 500, 60)]
    other = [*ROWS, ui("text", "Total", 600, 500, 50), ui("text", "$182.90", 830, 500, 70)]
    assert changes(before, same, HERE) == []
    assert [(c.before, c.after) for c in changes(before, other, HERE)] == [("Total $93.90", "Total $182.90")]


def test_a_column_that_moves_together_is_no_list_of_changes() -> None:
    lower = [ui(e.type, e.label, e.box.x, e.box.y + 60) for e in ROWS]
    as_read = [[element(e.type, e.label, *e.box) for e in side] for side in (ROWS, lower)]
    told = diff(ROWS, lower, match(*as_read), keyframe(0, HERE), 720)
    assert told.changes == ()
    assert told.moved_together == (((0, 60), 8),)


def test_one_element_that_moves_alone_changed_its_place() -> None:
    told = changes(
        [*ROWS, ui("button", "Drag me", 600, 500, 100)], [*ROWS, ui("button", "Drag me", 800, 300, 100)], HERE
    )
    assert [(c.what, c.before, c.after) for c in told] == [("place", "(650, 512)", "(850, 312)")]


def test_the_name_of_a_field_that_went_did_not_become_the_next_text_at_its_place() -> None:
    """Another tab opened: its texts stand where the names of the fields stood."""
    before = [*ROWS, ui("text", "Display name", 600, 100), ui("input", "Display name", 600, 128, 300, 36)]
    after = [*ROWS, ui("text", "Email digest", 600, 100), ui("text", "Weekly report", 600, 160)]
    told = [(c.kind, c.element.type, c.element.label) for c in changes(before, after, HERE)]
    assert ("added", "text", "Email digest") in told
    assert ("removed", "input", "Display name") in told
    assert all(kind != "changed" for kind, _, _ in told)


def test_a_field_is_as_invalid_as_before_while_its_error_stands_there() -> None:
    """A ring of focus covers the red border, and OCR loses a space of the error."""
    email = ui("input", "Email", 40, 500, 400, 40, state=("invalid",))
    focused = ui("input", "Email", 40, 500, 400, 40, value="a@b.c", state=("focused",))
    error = ui("text", "Please entera valid email address.", 40, 544)
    hidden = ui("text", "Please enter a valid email address.", 40, 544)
    told = changes([*ROWS, email, error], [*ROWS, focused, hidden], HERE)
    assert [c.what for c in told] == ["value"]
    mended = changes([*ROWS, email, error], [*ROWS, focused], HERE)
    assert ("invalid", "valid") in [(c.before, c.after) for c in mended]


def test_a_word_of_which_a_region_reaches_the_edge_only_did_not_come() -> None:
    """What lies above a tooltip that went away is told by no tile that reaches into it."""
    before, after = [*ROWS], [*ROWS, ui("text", "DK", 146, 16, 30, 32)]
    assert changes(before, after, Box(112, 46, 192, 48)) == []
    assert [c.kind for c in changes(before, after, Box(112, 16, 192, 48))] == ["added"]


def test_a_title_that_is_called_like_a_button_is_not_the_button_moved() -> None:
    before = [*ROWS, ui("button", "Filters", 1100, 20, 70, 36)]
    after = [*ROWS, ui("heading", "Filters", 700, 52, 68, 26)]
    assert all(c.what != "place" for c in changes(before, after, HERE))


def test_half_a_line_at_an_edge_and_a_picture_within_a_field_are_no_changes() -> None:
    screen = [element("text", f"Line {n}", 40, 40 + 60 * n) for n in range(4)]
    field = element("input", "Password", 40, 400, 300, 40)
    half, picture = element("text", "Coud", 540, 711, 43, 8), element("icon", "", 60, 410, 20, 20)
    readings = [reading(*screen, field, half, picture), reading(*screen, field)]
    frames = [keyframe(0), keyframe(1000, Box(0, 0, 1280, 720))]
    assert build_timeline(frames, readings).moments[1].changes == ()


def test_a_figure_that_was_pushed_along_its_row_by_the_one_before_it_is_the_same_figure() -> None:
    def row(orders: str, rate: str, x: float) -> list[Element]:
        captions = [element("text", "Orders", 165, 165, 51, 20), element("text", "Conversion", x, 165, 79, 20)]
        return [element("text", orders, 165, 133, 45, 30), element("text", rate, x, 133, 94, 30), *captions]

    frames = [keyframe(0), keyframe(1000, Box(0, 0, 1280, 720))]
    moments = build_timeline(
        frames, [reading(*row("301", "3.2 %", 249)), reading(*row("1,190", "12.6 %", 310))]
    ).moments
    told = sorted((c.before, c.after) for c in moments[1].changes if c.what == "text")
    assert told == [("3.2 %", "12.6 %"), ("301", "1,190")]
