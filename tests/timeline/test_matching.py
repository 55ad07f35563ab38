"""Each element of one keyframe is found again in the next, whatever moved or was reworded."""

from claude_scope.timeline.pixels.matching import common_shift, is_same_view, match, overlap
from claude_scope.values import Element, ElementType
from tests.timeline.make import element

LIST = [element("text", f"Row number {'abcdefgh'[i]}", 40, 100 + 40 * i) for i in range(8)]


def moved(elements: list[Element], dx: float, dy: float) -> list[Element]:
    return [element(e.type, e.label, e.box.x + dx, e.box.y + dy) for e in elements]


def test_a_reworded_label_at_the_same_place_is_the_same_element() -> None:
    before = [*LIST, element("button", "Close ticket", 600, 40, 120, 36)]
    after = [*LIST, element("button", "Closed", 600, 40, 80, 36)]
    assert (8, 8) in match(before, after).pairs


def test_a_right_aligned_total_is_the_same_element_when_it_grows() -> None:
    before = [*LIST, element("text", "$93.90", 1100, 600, 60)]
    after = [*LIST, element("text", "$182.90", 1090, 600, 70)]
    assert (8, 8) in match(before, after).pairs


def test_scrolling_keeps_every_element_and_is_one_shift() -> None:
    found = match(LIST, moved(LIST, 0, -80))
    assert len(found.pairs) == 8
    assert found.shift == (0, -80)


def test_scrolling_does_not_pair_a_row_with_the_row_that_took_its_place() -> None:
    before, after = LIST[:7], moved(LIST[1:], 0, -40)
    found = match(before, after)
    assert {(before[i].label, after[j].label) for i, j in found.pairs} == {(e.label, e.label) for e in LIST[1:7]}
    assert found.removed == (0,)
    assert found.added == (6,)


def test_another_page_shares_nothing_even_where_places_coincide() -> None:
    before = [element("text", word, 40, 100 + 40 * i) for i, word in enumerate(["Inbox", "Drafts", "Sent", "Archive"])]
    after = [
        element("text", word, 40, 100 + 40 * i) for i, word in enumerate(["Monday", "Quarter", "Velocity", "Burn"])
    ]
    found = match(before, after)
    assert found.pairs == ()
    assert overlap(before, after) == 0


def test_a_few_elements_that_move_are_no_scrolling() -> None:
    assert common_shift(LIST, [*LIST[:6], *moved(LIST[6:], 0, 30)]) == (0, 0)


def test_the_same_label_many_times_is_paired_by_place() -> None:
    before = [element("button", "Edit", 900, 100 + 40 * i) for i in range(6)]
    after = [element("button", "Edit", 900, 101 + 40 * i) for i in range(6)]
    assert match(before, after).pairs == tuple((i, i) for i in range(6))


def test_a_sign_on_a_button_moves_with_its_dialog_and_a_digit_does_not() -> None:
    """An error makes a dialog higher: the button that closes it is the same one, 60 pixels further up."""
    close, count = element("button", "×", 900, 260, 24), element("button", "1", 700, 260, 24)
    assert match([close], [element("button", "×", 902, 200, 24)]).pairs == ((0, 0),)
    assert match([count], [element("button", "1", 702, 200, 24)]).pairs == ()


def test_a_view_in_which_something_closed_is_the_same_view() -> None:
    """A calendar holds most texts of a small form; its headings stay when it closes."""
    form = [element("heading", "Book a visit", 40, 20), element("text", "Date of visit", 40, 80)]
    days = [element("text", str(n), 40 * (n % 7), 200 + 40 * (n // 7)) for n in range(1, 29)]
    later = [element("button", "Request", 40, 400)]
    assert is_same_view([*form, *days], [*form, *later])
    other = [element("heading", "Thank you", 40, 20), element("text", "Date of visit", 40, 80)]
    assert not is_same_view([*form, *days], other)


def test_a_sparse_view_in_the_frame_of_a_full_one_is_another_view() -> None:
    """The site's name is the only heading, and its links stand around both; with or without them read as such."""
    rows = [element("text", f"Invoice INV-{n}", 300, 60 + 30 * n) for n in range(20)]
    profile = [element("text", text, 300, 60 + 40 * n) for n, text in enumerate(("Profile", "Since May", "Lima"))]
    kinds: tuple[ElementType, ...] = ("link", "text")
    for kind in kinds:
        around = [element("heading", "Acme", 20, 10)]
        around += [element(kind, f"Menu entry {c}", 20, 60 + 40 * i) for i, c in enumerate("ABCDEFGH")]
        assert not is_same_view([*around, *rows], [*around, *profile])


ABOVE = ("Your account", "API access", "Key of this month", "Save changes")
LEFT = ("Notifications", "E-Mail (", "Comments")
BELOW = ("Transfer", "Amount", "Show the fees", "The end")


def scrolled(by: float, *, then: tuple[str, ...] = LEFT, rest: str = "E-Mail") -> tuple[list[Element], list[Element]]:
    """A page under a bar that stays, of which three texts are left after a turn of the wheel."""
    bar = element("text", "Street bank, balance 1,234.56", 24, 13)
    before = [bar, *(element("text", text, 40, 100 + 90 * n) for n, text in enumerate((*ABOVE, *then)))]
    left = [rest if text == "E-Mail (" else text for text in then]
    moved = [element("text", text, 40, 460 + 90 * n + by + n % 2) for n, text in enumerate(left)]
    return before, [bar, *moved, *(element("text", text, 40, 330 + 90 * n) for n, text in enumerate(BELOW))]


def test_a_page_of_which_three_texts_are_left_was_scrolled() -> None:
    before, after = scrolled(-400)
    assert common_shift(before, after) == (0, -400)
    found = match(before, after)
    assert [(before[i].label, after[j].label) for i, j in found.pairs][1:] == [
        ("Notifications", "Notifications"),
        ("E-Mail (", "E-Mail"),
        ("Comments", "Comments"),
    ]


def test_a_list_that_lost_its_first_rows_was_not_scrolled() -> None:
    """What is below them moved up alike, and nothing came in at the other end."""
    before, after = scrolled(-400)
    assert common_shift(before, after[:4]) == (0, 0)
    column = element("text", "Beside them", 40, 700)
    assert common_shift([*before, column], [*after, column]) == (0, 0)
