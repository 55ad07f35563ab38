"""Another theme, or a page that is dimmed, is one remark and no list of changes."""

from claude_scope.timeline.build import build_timeline
from claude_scope.values import Box, EventKind
from tests.timeline.make import HEIGHT, WIDTH, element, keyframe, reading

EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)
ROWS = tuple(element("text", f"Setting {'abcdefgh'[i]} of the page", 300, 100 + 40 * i) for i in range(8))
MENU = element("link", "Projects", 20, 100)
CHOSEN = element("link", "Projects", 20, 100, state=("selected",))
SWITCH = element("checkbox", "Dark", 1000, 20, 44, 24)


def test_what_is_read_otherwise_in_another_theme_has_not_changed() -> None:
    dark = keyframe(1000, EVERYWHERE, share=0.98, pointer=(1020, 30))
    seen = (element("checkbox", "Setting a of the page", 900, 100, 44, 24), element("icon", "", 500, 20))
    moments = build_timeline(
        [keyframe(0), dark], [reading(*ROWS, MENU, SWITCH), reading(*ROWS, CHOSEN, SWITCH, *seen)]
    ).moments
    assert moments[1].changes == ()
    assert moments[1].summary.startswith("The colours of the screen changed while its texts stayed")
    assert moments[1].pointed is not None
    assert moments[1].pointed.label == "Dark"
    assert moments[1].kind is EventKind.INTERACTION


def test_a_theme_ticks_and_unticks_nothing() -> None:
    dark = keyframe(1000, EVERYWHERE, share=0.98)
    ticked, empty = (element("checkbox", "Notify me", 600, 60, 20, 20, state=state) for state in (("checked",), ()))
    for before, after in ((ticked, empty), (empty, ticked)):
        assert (
            build_timeline([keyframe(0), dark], [reading(*ROWS, before), reading(*ROWS, after)]).moments[1].changes
            == ()
        )
    here = keyframe(1000, Box(596, 56, 32, 32), share=0.01)
    changes = build_timeline([keyframe(0), here], [reading(*ROWS, ticked), reading(*ROWS, empty)]).moments[1].changes
    assert [c.after for c in changes] == ["unchecked"]


def test_a_text_that_changes_with_the_theme_is_reported() -> None:
    dark = keyframe(1000, EVERYWHERE, share=0.98)
    readings = [reading(*ROWS, element("text", "Light", 1060, 20)), reading(*ROWS, element("text", "Night", 1060, 20))]
    assert [(c.before, c.after) for c in build_timeline([keyframe(0), dark], readings).moments[1].changes] == [
        ("Light", "Night")
    ]


def test_a_dialog_that_opens_selects_nothing_behind_it() -> None:
    dialog = element("dialog", "Edit member", 400, 200, 500, 300)
    tab = element("tab", "Roles", 420, 220)
    chosen = element("tab", "Roles", 420, 220, state=("selected",))
    frame = keyframe(1000, EVERYWHERE, share=0.3)
    opened = build_timeline([keyframe(0), frame], [reading(*ROWS, MENU), reading(*ROWS, CHOSEN, dialog)]).moments[1]
    assert [c.kind for c in opened.changes] == ["added"]
    stays = build_timeline([keyframe(0), frame], [reading(*ROWS, dialog, tab), reading(*ROWS, dialog, chosen)]).moments[
        1
    ]
    assert [(c.element.label, c.after) for c in stays.changes] == [("Roles", "selected")]
