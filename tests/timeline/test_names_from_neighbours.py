"""What has no words of its own is named by what stands beside, around or above it."""

from claude_scope.timeline.pixels.names_from_neighbours import name_from_neighbours
from tests.timeline.make import WIDTH, element

TOTAL = element("text", "Total", 700, 400)
PRICE = element("text", "$93.90", 1000, 400)


def test_a_price_is_named_by_its_row() -> None:
    assert name_from_neighbours(PRICE, [element("text", "Subtotal", 700, 360), TOTAL, PRICE], WIDTH) == "Total"


def test_a_badge_is_named_by_the_link_around_it() -> None:
    badge = element("text", "1", 180, 22, 16, 16)
    assert name_from_neighbours(badge, [element("link", "Inbox", 100, 10, 120, 40), badge, TOTAL], WIDTH) == "Inbox"


def test_a_figure_is_named_by_the_heading_above_it() -> None:
    figure = element("text", "1,234", 100, 130, 80, 40)
    assert name_from_neighbours(figure, [element("text", "Visitors", 100, 100), figure, TOTAL], WIDTH) == "Visitors"


def test_words_need_no_name_and_far_words_name_nothing() -> None:
    assert name_from_neighbours(TOTAL, [TOTAL, PRICE], WIDTH) == ""
    assert name_from_neighbours(PRICE, [PRICE, element("text", "Footer", 20, 700)], WIDTH) == ""


def test_a_large_figure_is_named_by_the_small_words_under_it() -> None:
    """A tab above it is as near, and says nothing of it."""
    figure = element("text", "1,284", 38, 133, 94, 31)
    caption, tab = element("text", "Visitors", 38, 165, 55, 21), element("tab", "Day", 55, 85, 38, 24)
    assert name_from_neighbours(figure, (figure, caption, tab), 1280) == "Visitors"


def test_the_title_of_a_card_comes_before_what_its_figure_is_compared_with() -> None:
    figure = element("text", "$93.90", 38, 133, 94, 31)
    title, note = element("text", "Revenue", 38, 105, 60, 20), element("text", "vs. last month", 38, 165, 100, 18)
    assert name_from_neighbours(figure, (figure, note, title), WIDTH) == "Revenue"
    section = element("heading", "Overview", 38, 80, 90, 20)
    assert (
        name_from_neighbours(figure, (figure, section, element("text", "Paid orders", 38, 165, 80, 18)), WIDTH)
        == "Paid orders"
    )


CARDS = (
    element("heading", "Misting", 59, 137, 93, 31),
    element("heading", "Setpoint", 497, 138, 106, 28),
    element("heading", "Roof vent", 934, 138, 117, 26),
    element("text", "North beds", 61, 184, 107, 24),
    element("text", "Night drop", 496, 253, 106, 29),
    element("button", "Apply vent", 937, 258, 133, 43),
)


def test_a_name_in_the_card_beside_names_nothing_here() -> None:
    """The name at the other end of the row comes before the button of the next card, though that is nearer."""
    assert name_from_neighbours(element("text", "18.0", 795, 254, 75, 24), CARDS, 1366) == "Night drop"


def test_a_figure_without_a_name_in_its_card_has_the_card_s_title() -> None:
    assert name_from_neighbours(element("text", "21.5 °C", 605, 188, 157, 42), CARDS, 1366) == "Setpoint"
    assert name_from_neighbours(element("text", "21.5 °C", 605, 600, 157, 42), CARDS, 1366) == ""
