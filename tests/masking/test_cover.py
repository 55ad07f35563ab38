"""What a covered picture hides, and what it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope.geometry import Rect, merge_places
from claude_scope.masking.cover import cover_pictures
from claude_scope.masking.letter_boxes import field_value_rect, secret_rect
from claude_scope.masking.plan import use_covered_pictures
from claude_scope.masking.whole_pictures import cover_all_whole
from claude_scope.pictures import EDGE, GREY, STRIPE, draw_masks, load
from claude_scope.png import PngWriter, is_own_png
from claude_scope.values import (
    Box,
    Element,
    FrameSecrets,
    MaskPlan,
    PageSecrets,
    SecretField,
    SecretPlace,
    Snapshot,
)
from tests.masking.read_again import reader, text_in
from tests.masking.screens import FONT, KEY, SIZE, UNREAD, analysis, drawn, line, moment, planned, read

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Image, Reading

FIELD = Box(100, 80, 300, 40)


def write(folder: Path, name: str, image: Image) -> Path:
    PngWriter().write(folder / name, image)
    return folder / name


def masked(folder: Path, *states: tuple[Image, Reading]) -> list[Image]:
    """The pictures of states as they are shown after masking."""
    moments = [moment(write(folder, f"{n:09d}.png", image), reading) for n, (image, reading) in enumerate(states)]
    whole = analysis(*moments)
    written = cover_pictures(planned(whole), folder / "mask", reader())
    return [load(frame.path) for frame in use_covered_pictures(whole, written).keyframes.frames]


def hidden(before: Image, after: Image, box: Box) -> float:
    """The covered share of the ink in a box."""
    place = slice(int(box.y), int(box.y + box.height)), slice(int(box.x), int(box.x + box.width))
    ink = np.abs(before[place].astype(int) - np.median(before[place].reshape(-1, 3), axis=0)).max(axis=2) > 60
    assert ink.any()
    is_mask = (before[place] != after[place]).any(axis=2) | np.isin(after[place], (GREY, STRIPE, EDGE)).all(axis=2)
    return float(is_mask[ink].mean())


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("colours", [("black", "white"), ("#ddd", "#161616"), ("white", "#1f5fd0")])
@pytest.mark.parametrize("text", [f"export TOKEN={KEY} # mine", f"{KEY}, then", f"a: {KEY}"])
def test_no_pixel_of_a_secret_peeks_out_of_a_line_and_the_rest_stays(
    text: str, colours: tuple[str, str], tmp_path: Path
) -> None:
    ink, paper = colours
    before = drawn((text, 40, 60), ink=ink, paper=paper)
    (after,) = masked(tmp_path, (before, read(line(text, 40, 60))))
    start = FONT.getlength(text[: text.index(KEY)])
    whole = Box(40 + start, 58, FONT.getlength(KEY), 28)
    assert hidden(before, after, whole) == 1.0
    kept = Box(40, 58, start - FONT.getlength("="), 28) if start else Box(40 + whole.width + 12, 58, 60, 28)
    assert hidden(before, after, kept) < 0.3


@pytest.mark.attack("secrets")
def test_a_secret_that_ocr_missed_is_covered_at_the_same_place_and_where_it_moved(tmp_path: Path) -> None:
    """In a state where it was not read: dimmed by a dialog, in the other theme, further down."""
    first = drawn(("Your key", 40, 30), (KEY, 40, 60))
    dimmed = (first * 0.4).astype(np.uint8)
    dark = drawn(("Your key", 40, 30), (KEY, 40, 60), ink="#ddd", paper="#111")
    moved = drawn(("Saved", 40, 30), ("Your key", 40, 90), (KEY, 48, 120))
    label = line("Your key", 40, 30)
    states = [(first, read(label, line(KEY, 40, 60)))] + [(image, read(label)) for image in (dimmed, dark, moved)]
    after = masked(tmp_path, *states)
    places = [line(KEY, 40, 60).box] * 3 + [line(KEY, 48, 120).box]
    shares = [hidden(before, now, box) for (before, _), now, box in zip(states, after, places, strict=True)]
    assert shares == [1.0] * 4
    assert hidden(moved, after[3], line("Saved", 40, 30).box) < 0.02


@pytest.mark.attack("secrets")
def test_half_a_secret_at_an_edge_is_covered(tmp_path: Path) -> None:
    """The upper half of letters is readable, at least for people."""
    first = drawn((KEY, 40, 100))
    cut = drawn((KEY, 40, 200)).copy()
    cut[212:] = 240
    after = masked(tmp_path, (first, read(line(KEY, 40, 100))), (cut, read()))
    assert hidden(cut, after[1], Box(42, 200, FONT.getlength(KEY) - 4, 12)) == 1.0


def test_other_texts_in_the_same_font_are_left(tmp_path: Path) -> None:
    first = drawn((KEY, 40, 60))
    other = drawn(("Delivery on Tuesday", 40, 60), ("Order 2026-004718", 40, 160))
    after = masked(tmp_path, (first, read(line(KEY, 40, 60))), (other, read()))
    assert np.array_equal(after[1], other)


def test_a_field_is_covered_but_for_its_border_label_and_eye() -> None:
    image = drawn(("Password", 108, 82), ("........", 108, 98), ("o", 376, 90), boxes=[FIELD])
    field = SecretField(FIELD, (Box(106, 82, 90, 14), Box(372, 86, 20, 28)))
    place = field_value_rect(image, field)
    assert place is not None
    assert (place.left, place.right, place.bottom) == (103, 371, 117)
    assert place.top >= 96


@pytest.mark.parametrize(
    ("texts", "is_covered"),
    [([], False), ([("|", 108, 88)], False), ([("\u2022", 108, 88), ("\u2022", 118, 88)], True)],
)
def test_an_empty_field_and_a_caret_are_left_and_dots_that_ocr_lost_are_not(
    texts: list[tuple[str, int, int]], is_covered: bool
) -> None:
    image = drawn(*texts, boxes=[FIELD])
    assert (field_value_rect(image, SecretField(FIELD, filled=False)) is not None) == is_covered


def test_a_frame_that_nobody_read_shows_nothing(tmp_path: Path) -> None:
    (after,) = masked(tmp_path, (drawn((KEY, 40, 60)), UNREAD))
    assert text_in([after]) == ""


def test_without_a_reader_letters_count_as_equally_wide() -> None:
    image = drawn((f"a: {KEY}", 40, 60))
    text = line(f"a: {KEY}", 40, 60)
    place = secret_rect(image, SecretPlace(text.box, text.text, 3, len(text.text)), None)
    assert text.box.x + 10 < place.left < text.box.x + 40
    assert place.right >= text.box.x + text.box.width


@pytest.mark.attack("secrets")
def test_the_screenshot_of_a_page_is_read_and_covered(tmp_path: Path) -> None:
    """By its letters if OCR finds the secret, otherwise by the box of its node."""
    before = drawn(("Your key", 40, 30), (f"Key: {KEY}", 40, 60))
    page = write(tmp_path, "page-01.png", before)
    box = Box(20, 20, 700, 80)
    known = (KEY,)
    (written,) = cover_pictures(MaskPlan((), (PageSecrets(page, SIZE, (box,)),), known), tmp_path / "mask", reader())
    after = load(written.covered)
    assert written.covered.name == "page-01.png"
    assert hidden(before, after, line("Your key", 40, 30).box) < 0.02
    assert "51nq" not in text_in([after])
    half = write(tmp_path, "page-02.png", drawn(("Hello", 40, 30)))
    plan = MaskPlan((), (PageSecrets(half, (SIZE[0] // 2, SIZE[1] // 2), (Box(10, 10, 60, 20),)),), known)
    (written,) = cover_pictures(plan, tmp_path / "mask", reader())
    assert hidden(load(half), load(written.covered), Box(30, 25, 100, 30)) == 1.0, "boxes are in CSS pixels"


def test_pictures_without_secrets_are_not_written_again(tmp_path: Path) -> None:
    first = write(tmp_path, "000000001.png", drawn((KEY, 40, 60)))
    second = write(tmp_path, "000000002.png", drawn(("Basket", 40, 60)))
    whole = analysis(moment(first, read(line(KEY, 40, 60))), moment(second, read(line("Basket", 40, 60))))
    written = cover_pictures(planned(whole), tmp_path / "mask", reader())
    assert [keyframe.path for keyframe in written] == [first]
    assert is_own_png(written[0].covered)
    frames = use_covered_pictures(whole, written).keyframes.frames
    assert [frame.path for frame in frames] == [tmp_path / "mask" / "000000001.png", second]


def test_all_that_refers_to_a_picture_refers_to_its_covered_copy(tmp_path: Path) -> None:
    first, page = write(tmp_path, "1.png", drawn((KEY, 40, 60))), write(tmp_path, "page-01.png", drawn((KEY, 9, 9)))
    shot = Snapshot("http://a/", True, screenshot=page, viewport=SIZE)
    whole = analysis(moment(first, read(line(KEY, 40, 60))), snapshots=[shot])
    written = cover_pictures(planned(whole), tmp_path / "mask", reader())
    shown = use_covered_pictures(whole, written)
    paths = {shown.keyframes.frames[0].path, shown.timeline.moments[0].keyframe.path, shown.snapshots[0].screenshot}
    assert paths == {tmp_path / "mask" / "1.png", tmp_path / "mask" / "page-01.png"}
    assert shown.covered_places == 2


OUTSIDE = [
    Box(10, 500, 300, 24),
    Box(900, 10, 40, 24),
    Box(-300, -40, 200, 24),
    Box(40, 60, 0, 0),
    Box(40, 60, -30, 24),
    Box(40, 1e9, 1e9, 24),
]
"""Below, right of and above a picture, and without a size."""


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("box", OUTSIDE)
def test_a_place_outside_the_picture_is_not_an_error(box: Box, tmp_path: Path) -> None:
    """For example a key far below the visible part of a page; the other places are covered."""
    before = drawn((KEY, 40, 60))
    seen = line(KEY, 40, 60)
    places = SecretPlace(box, KEY, 0, len(KEY)), SecretPlace(box, f"a {KEY}", 2, 20), SecretPlace(box)
    frame = FrameSecrets(
        write(tmp_path, "1.png", before),
        (*places, SecretPlace(seen.box, KEY, 0, len(KEY))),
        (SecretField(box), SecretField(box, filled=False)),
    )
    (written,) = cover_pictures(MaskPlan((frame,)), tmp_path / "mask", reader())
    assert (written.places, written.failed) == (1, False)
    assert hidden(before, load(written.covered), seen.box) == 1.0


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("box", [Box(-50, 55, 900, 30), Box(-1e9, -1e9, 2e9, 2e9), Box(40, 55, float("inf"), 30)])
def test_the_visible_part_of_a_place_is_covered(box: Box, tmp_path: Path) -> None:
    before = drawn((KEY, 40, 60))
    frame = FrameSecrets(write(tmp_path, "1.png", before), (SecretPlace(box),))
    (written,) = cover_pictures(MaskPlan((frame,)), tmp_path / "mask", reader())
    assert not written.failed
    assert hidden(before, load(written.covered), line(KEY, 40, 60).box) == 1.0


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("damage", ["place", "picture", "gone"])
def test_a_picture_that_cannot_be_covered_is_covered_whole_and_the_others_as_usual(damage: str, tmp_path: Path) -> None:
    """With an invalid place, a file that is not a picture, and a missing file."""
    seen = line(KEY, 40, 60)
    bad, good = (write(tmp_path, name, drawn((KEY, 40, 60))) for name in ("bad.png", "good.png"))
    if damage == "picture":
        bad.write_bytes(bad.read_bytes()[:300])
    if damage == "gone":
        bad.unlink()
    box = Box(float("nan"), 0, 9, 9) if damage == "place" else seen.box
    frames = FrameSecrets(bad, (SecretPlace(box),)), FrameSecrets(good, (SecretPlace(seen.box, KEY, 0, len(KEY)),))
    whole, usual = cover_pictures(MaskPlan(frames, size=SIZE), tmp_path / "mask", reader())
    assert (whole.path, whole.failed, usual.path, usual.failed) == (bad, True, good, False)
    covered = load(whole.covered)
    assert covered.shape[1::-1] == SIZE
    assert np.isin(covered, (GREY, STRIPE, EDGE)).all()


def test_a_session_says_how_many_pictures_are_covered_whole(tmp_path: Path) -> None:
    first, second = (write(tmp_path, f"{n}.png", drawn((KEY, 40, 60))) for n in (1, 2))
    whole = analysis(moment(first, read(line(KEY, 40, 60))), moment(second, read(line(KEY, 40, 60))))
    written = cover_all_whole(planned(whole), tmp_path / "mask")
    notes = use_covered_pictures(whole, written).keyframes.notes
    assert notes == ("Covering secrets in 2 pictures failed; they are covered whole.",)
    one = use_covered_pictures(whole, written[:1]).keyframes.notes
    assert one == ("Covering secrets in 1 picture failed; it is covered whole.",)
    assert len({picture.covered for picture in written}) == 2


def test_pictures_of_two_folders_with_one_name_have_copies_of_their_own(tmp_path: Path) -> None:
    """For example the settled states and the states of a capture."""
    frames = []
    for folder, ink in (("frames", "black"), ("states", "navy")):
        (tmp_path / folder).mkdir()
        path = write(tmp_path / folder, "000000000.png", drawn((KEY, 40, 60), ("Other", 40, 200), ink=ink))
        frames.append(FrameSecrets(path, (SecretPlace(line(KEY, 40, 60).box),)))
    written = cover_pictures(MaskPlan(tuple(frames)), tmp_path / "mask", None)
    assert [keyframe.path for keyframe in written] == [frame.path for frame in frames]
    first, second = (load(item.covered) for item in written)
    assert not np.array_equal(first, second)


@pytest.mark.attack("secrets")
def test_a_mask_is_opaque_and_cannot_be_read() -> None:
    image = drawn(("Tr0ubador-Anchor77", 40, 60))
    place = Rect(30, 50, 300, 100)
    over_text, over_paper = (place.of(draw_masks(item, [place])) for item in (image, drawn()))
    assert np.array_equal(over_text, over_paper)
    assert text_in([draw_masks(image, [place])]) == ""


def test_places_of_one_line_are_one_and_no_more_is_covered_for_it() -> None:
    a, b, c = Rect(0, 0, 50, 20), Rect(40, 0, 90, 20), Rect(60, 15, 70, 80)
    assert merge_places([a, b, c, Rect(5, 5, 10, 10)]) == [Rect(0, 0, 90, 20), c]


def test_an_element_of_a_page_that_looks_like_a_password_field_is_covered(tmp_path: Path) -> None:
    """A keyframe with it is covered; so is the screenshot of the page, which is read only for this."""
    image = drawn(("Password", 100, 50), ("Hunter2-Zebra", 110, 88), boxes=[FIELD])
    field = Element("input", "Password", FIELD, 0.9, (), "Hunter2-Zebra")
    lines = line("Password", 100, 50), line("Hunter2-Zebra", 110, 88)
    (after,) = masked(tmp_path, (image, read(*lines, elements=[field])))
    assert hidden(image, after, line("Hunter2-Zebra", 110, 88).box) == 1.0
    assert hidden(image, after, line("Password", 100, 50).box) < 0.02
