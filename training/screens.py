"""Complete screens composed of parts: sign-in, checkout, tables, chats, dialogs."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from training.designs import design
from training.dress import MODULES, Dress, dress, frameworks, text
from training.parts import LANGUAGES, Parts

if TYPE_CHECKING:
    from collections.abc import Callable

FONTS = ("inter", "roboto", "open-sans", "lato", "nunito", "ibm-plex-sans", "source-serif-4")
SIZES = ((1280, 720),) * 6 + ((1366, 768), (1440, 900), (1024, 768), (1600, 900), (1920, 1080), (768, 1024))
"""Windows in pixels of the recording; most recordings of a tab are of 720p."""
ZOOMS = (1.0,) * 6 + (0.9, 1.1, 1.25, 1.5)
OWN_FONT, DARK, OTHER_LANGUAGE = 0.5, 0.3, 0.35
"""Shares of the screens with one of `FONTS`, with a dark theme where there is one, and in another language."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A screen; its framework, kind and number determine everything."""

    framework: str
    kind: str
    number: int

    @property
    def name(self) -> str:
        """The name of its files."""
        return f"{self.framework}_{self.kind}_{self.number}"


@dataclass(frozen=True, slots=True)
class Screen:
    """A page, its window in pixels of the picture, and the browser's zoom."""

    html: str
    width: int
    height: int
    zoom: float


def screen(spec: Spec) -> Screen:
    """The screen of a spec, the same on every machine."""
    lot = Random(zlib.crc32(spec.name.encode()))
    look = dress(spec.framework)
    language = lot.choice(LANGUAGES[1:]) if lot.random() < OTHER_LANGUAGE else "en"
    dark = lot.random() < DARK and (look.has_dark or spec.framework == "design")
    width, height = lot.choice(SIZES)
    zoom = lot.choice(ZOOMS)
    body = KINDS[spec.kind](Parts(look, language, lot))
    style = _layout(lot, dark=dark) + (design(lot, dark=dark) if spec.framework == "design" else "") + _font(lot)
    return Screen(look.page(body, style, dark=dark, language=language), width, height, zoom)


def _layout(lot: Random, *, dark: bool) -> str:
    narrow, wide = lot.randint(320, 560), lot.choice((900, 1100, 1280, 1600))
    paper = "#22262b" if dark else "#ffffff"
    room = f"--x-gap:{lot.choice((8, 12, 16, 24))}px;--x-pad:{lot.choice((12, 16, 24, 40))}px"
    over = f"--x-dim:{lot.choice((0.3, 0.5, 0.6))};--x-paper:{paper};--x-inside:{lot.choice((8, 16, 24))}px"
    css = (MODULES.parent / "layout.css").read_text(encoding="utf-8")
    return f":root{{--x-narrow:{narrow}px;--x-width:{wide}px;{room};{over}}}{css}"


def _font(lot: Random) -> str:
    if lot.random() >= OWN_FONT:
        return ""
    name = lot.choice(FONTS)
    files = MODULES / "@fontsource" / name / "files"
    faces = "".join(
        f"@font-face{{font-family:x;font-weight:{weight};src:url({(files / file).as_uri()});unicode-range:{letters}}}"
        for weight in (400, 600, 700)
        for part, letters in (("latin-ext", "U+0100-02FF"), ("latin", "U+0000-00FF,U+2000-20CF"))
        for file in (f"{name}-{part}-{weight}-normal.woff2",)
        if (files / file).exists()
    )
    return faces + "body,button,input,select,textarea,h1,h2,h3{font-family:x,sans-serif!important}"


# --- shells: what stands around ---------------------------------------------------------------------------------------


def _framed(parts: Parts, main: str) -> str:
    """The main part below a bar, beside a sidebar, both, or alone."""
    kind = parts.lot.choice(("bar", "bar", "side", "both", "alone"))
    main = f'<main class="x-main">{main}</main>'
    if kind in ("side", "both"):
        main = f'<div class="x-shell">{parts.side()}{main}</div>'
    return (parts.navbar() if kind in ("bar", "both") else "") + main


def _alone(parts: Parts, main: str) -> str:
    """A narrow column, in a card or not."""
    main = parts.card(main) if parts.chance(0.5) else main
    bar = parts.navbar() if parts.chance(0.4) else ""
    return f'{bar}<main class="x-narrow">{main}</main>'


def _head(parts: Parts) -> str:
    """A title with actions beside it."""
    actions = "".join(
        parts.lot.choice((parts.button, lambda: parts.button(look="secondary"), parts.icon_button))()
        for _ in range(parts.lot.choice((0, 1, 2)))
    )
    crumbs = parts.crumbs() if parts.chance(0.3) else ""
    return f'{crumbs}<div class="x-between">{parts.title()}<div class="x-end">{actions}</div></div>'


def _two(*items: str) -> str:
    return f'<div class="x-two">{"".join(items)}</div>'


def _row(*items: str) -> str:
    return f'<div class="x-row">{"".join(items)}</div>'


# --- kinds of screens -------------------------------------------------------------------------------------------------


def sign_in(parts: Parts) -> str:
    """A sign-in."""
    extra = parts.alert("danger") if parts.chance(0.25) else ""
    form = parts.field() + parts.field()
    more = parts.check() if parts.chance(0.7) else ""
    ends = parts.link() if parts.chance(0.5) else parts.inline()
    return _alone(parts, parts.title() + extra + form + more + parts.actions() + ends)


def errors(parts: Parts) -> str:
    """A form that was submitted with errors."""
    fields = [parts.field(content, wrong=parts.chance(0.5)) for content in parts.some("fields", 4)]
    ends = parts.check() + parts.actions()
    return _alone(parts, parts.title() + parts.alert("danger") + "".join(fields) + ends)


def checkout(parts: Parts) -> str:
    """A checkout with the items of the cart."""
    fields = [parts.field(content) for content in parts.some("fields", 5)]
    form = parts.title() + _two(*fields[:2]) + "".join(fields[2:3]) + _two(*fields[3:]) + parts.select()
    form += parts.radios() + parts.check() + parts.actions()
    rows = "".join(
        parts.dress.part("list_item", text=f"<span>{text(one)}</span><span>€{parts.lot.randint(4, 99)}</span>")
        for one in parts.some("items", 3)
    )
    cart = parts.title(2) + parts.dress.part("list", items=rows) + parts.group()
    return _framed(parts, f'<div class="x-wide-left"><div>{form}</div><div>{cart}</div></div>')


def settings(parts: Parts) -> str:
    """Settings with tabs, switches and fields."""
    rows = "".join(parts.check("switch", one) for one in parts.some("switches", 4))
    form = _two(parts.field(), parts.select(), parts.select(), parts.field()) + (
        parts.area() if parts.chance(0.4) else ""
    )
    halves = [parts.title(2) + rows, parts.title(2) + form]
    parts.lot.shuffle(halves)
    return _framed(parts, _head(parts) + parts.tabs() + "".join(halves) + parts.actions())


def table(parts: Parts) -> str:
    """A table with a tool bar."""
    tools = [
        parts.search(),
        parts.select(bare=True),
        parts.button(),
        parts.icon_button(),
        parts.button(look="secondary"),
    ]
    bar = f'<div class="x-row">{"".join(parts.lot.sample(tools, 3))}</div>'
    ends = parts.lot.choice(("link", "button", "icon", ""))
    rows = parts.table(parts.lot.randint(4, 8), boxes=parts.chance(0.4), ends=ends)
    return _framed(parts, _head(parts) + bar + rows + parts.pages())


def dashboard(parts: Parts) -> str:
    """Numbers in cards, and a table."""
    cards = "".join(
        parts.card(
            (parts.title(3, one) if parts.chance(0.5) else parts.small(one))
            + f'<div style="font-size:1.7em">{parts.lot.randint(2, 980)},{parts.lot.randint(100, 999)}</div>'
            + (parts.small(f"+{parts.lot.randint(1, 40)} %") if parts.chance(0.5) else parts.link())
        )
        for one in parts.some("sections", 4)
    )
    grid = f'<div class="x-{parts.lot.choice(("three", "four"))}">{cards}</div>'
    return _framed(parts, _head(parts) + grid + parts.title(2) + parts.table(4, boxes=False, ends="link"))


def chat(parts: Parts) -> str:
    """A chat with a field to answer."""
    said = "".join(
        f'<div class="x-row" style="margin:10px 0">{parts.face()}<div class="x-bubble">'
        f"{parts.card(parts.small(parts.one('names')) + parts.text())}</div></div>"
        for _ in range(parts.lot.randint(3, 5))
    )
    rows = "".join(
        parts.dress.part("list_item", text=f"<span>{parts.face()} {text(one)}</span>{parts.badge()}")
        for one in parts.some("names", 4)
    )
    talk = parts.title(2) + said + parts.group()
    people = parts.title(3) + parts.dress.part("list", items=rows)
    return f'{parts.navbar()}<div class="x-wide-left x-main"><div>{talk}</div><div>{people}</div></div>'


def cards(parts: Parts) -> str:
    """Items in cards."""
    shown = "".join(
        parts.card(
            parts.title(3, one)
            + parts.text()
            + _row(parts.button(), parts.link() if parts.chance(0.5) else parts.icon_button("Favourite")),
            picture=parts.chance(0.6),
        )
        for one in parts.some("items", parts.lot.choice((3, 6)))
    )
    tools = f'<div class="x-row">{parts.select(bare=True)}{parts.search()}</div>' if parts.chance(0.5) else ""
    return _framed(parts, _head(parts) + tools + f'<div class="x-three">{shown}</div>')


def article(parts: Parts) -> str:
    """Texts with links."""
    blocks = [parts.inline() + parts.text(3) if parts.chance(0.6) else parts.text(4) for _ in range(4)]
    body = "".join(parts.title(parts.lot.choice((2, 3))) + one for one in blocks)
    picture = parts.picture(140) if parts.chance(0.5) else ""
    return _framed(parts, parts.crumbs() + parts.title() + picture + body + parts.alert())


def wizard(parts: Parts) -> str:
    """One of several steps."""
    steps = parts.dress.part("crumbs", items=parts.row("crumb", parts.some("sections", 3)))
    share = parts.dress.part("progress", value=str(parts.lot.randint(10, 90)))
    ask = parts.lot.choice((parts.radios, lambda: "".join(parts.check(words=one) for one in parts.some("checks", 3))))
    form = parts.title(2) + parts.field() + ask() + parts.field() + parts.select()
    ends = f'<div class="x-between">{parts.button(look="secondary")}{parts.button()}</div>'
    return _alone(parts, parts.title() + (steps if parts.chance(0.5) else share) + form + ends)


def profile(parts: Parts) -> str:
    """The profile of a person."""
    face, name, about = parts.face(), parts.title(2, parts.one("names")), parts.small(parts.one("sentences"))
    head = _row(face, f"<div>{name}{about}</div>")
    facts = "".join(
        parts.dress.part("list_item", text=f"<span>{text(label)}</span><span>{text(value)}</span>{parts.link()}")
        for label, _, value, _ in parts.some("fields", 4)
    )
    return _framed(
        parts, head + parts.tabs() + parts.title(2) + parts.dress.part("list", items=facts) + parts.actions()
    )


def inbox(parts: Parts) -> str:
    """A list of messages with checkboxes and icons."""
    rows = "".join(
        parts.dress.part(
            "list_item",
            text='<span class="x-row">'
            + parts.box(on=parts.chance(0.3))
            + f"<b>{text(parts.one('names'))}</b> {text(parts.one('sentences'))}</span>"
            + parts.icon_button(parts.lot.choice(("Star", "Delete", "More"))),
        )
        for _ in range(parts.lot.randint(4, 7))
    )
    tools = f'<div class="x-row">{parts.button()}{parts.icon_button()}{parts.icon_button()}{parts.search()}</div>'
    return _framed(parts, _head(parts) + tools + parts.dress.part("list", items=rows) + parts.pages())


def pricing(parts: Parts) -> str:
    """Plans beside each other."""
    plans = "".join(
        parts.card(
            parts.title(3, one)
            + f'<div style="font-size:2em">€{parts.lot.randint(0, 90)}</div>'
            + "".join(parts.dress.part("text", text="✓ " + text(fact)) for fact in parts.some("switches", 3))
            + parts.button(look=parts.lot.choice(("primary", "secondary")))
        )
        for one in parts.some("sections", 3)
    )
    return _framed(parts, parts.title() + parts.text() + parts.check("switch") + f'<div class="x-three">{plans}</div>')


def search(parts: Parts) -> str:
    """Search results beside filters."""
    narrow = parts.title(3) + "".join(parts.check(words=one) for one in parts.some("checks", 4))
    narrow += parts.title(3) + parts.radios() + parts.select()
    found = "".join(
        parts.title(3, one) + parts.text(2) + f'<div class="x-row">{parts.link()}{parts.badge()}</div>'
        for one in parts.some("items", 4)
    )
    return f'{parts.navbar()}<div class="x-shell x-main"><div>{narrow}</div><div>{parts.group()}{found}</div></div>'


def modal(parts: Parts) -> str:
    """A dialog over another screen."""
    behind = parts.lot.choice((cards, table, settings, dashboard, profile))(parts)
    kind = parts.lot.choice(("ask", "form", "tell"))
    items = parts.text()
    if kind == "form":
        items += parts.field() + (parts.select() if parts.chance(0.5) else parts.field()) + parts.check()
    elif kind == "ask":
        items += parts.field() if parts.chance(0.5) else parts.check()
    actions = parts.button(look="secondary") + parts.button(look=parts.lot.choice(("primary", "danger")))
    return behind + parts.modal(items, actions)


def menu(parts: Parts) -> str:
    """A screen with an open menu."""
    opener = parts.icon_button(parts.lot.choice(("More", "Account", "Menu", "Options"))) if parts.chance(0.4) else ""
    bar = f'<div class="x-row">{parts.menu(opener)}{parts.button()}{parts.search()}</div>'
    return _framed(parts, parts.title() + bar + parts.table(6, boxes=False, ends="") + parts.text(3))


def contact(parts: Parts) -> str:
    """A contact form."""
    form = parts.field() + parts.select() + parts.area() + parts.check() + parts.radios() + parts.actions()
    return _framed(parts, parts.title() + (parts.alert() if parts.chance(0.6) else parts.inline()) + form)


KINDS: dict[str, Callable[[Parts], str]] = {
    one.__name__: one
    for one in (
        *(sign_in, errors, checkout, settings, table, dashboard, chat, cards, article),
        *(wizard, profile, inbox, pricing, search, modal, menu, contact),
    )
}
"""Every kind of screen by its name."""

TIMES = {"design": 6, "plain": 1}
"""How many screens of each kind a framework gives to the training, where it is not one."""


def specs(part: str) -> list[Spec]:
    """The screens of a part of the set, "training" or "test", which share no framework."""
    return [
        Spec(look.name, kind, number)
        for look in _of(part)
        for kind in KINDS
        for number in range(TIMES.get(look.name, 1))
    ]


def _of(part: str) -> list[Dress]:
    return [look for look in frameworks() if look.is_test == (part == "test")]
