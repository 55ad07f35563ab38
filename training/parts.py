"""Random parts of a screen (a button, a field, a table) in the HTML of a framework."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.dress import text
from training.pictures import ICONS, icon, photograph

if TYPE_CHECKING:
    from random import Random

    from training.dress import Dress

LANGUAGES = ("en", "de", "fr", "es", "pl")
DISABLED, INVALID = 0.08, 0.12
"""Shares of disabled controls and of invalid fields."""


@cache
def words(language: str) -> dict[str, list[Any]]:
    """The words of one language, as lists by purpose."""
    file = Path(__file__).parent / "texts" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


class Parts:
    """Draws parts with the random generator `lot`; each call gives other words."""

    def __init__(self, dress: Dress, language: str, lot: Random) -> None:
        self.dress, self.lot, self._words = dress, lot, words(language)
        self._icons = lot.choice(("feather", "bootstrap"))
        self._ids = 0

    def some(self, what: str, count: int) -> list[Any]:
        """`count` different words of a kind, or as many as exist."""
        known = self._words[what]
        return self.lot.sample(known, min(count, len(known)))

    def one(self, what: str) -> Any:
        """A word of a kind."""
        return self.lot.choice(self._words[what])

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.lot.random() < share

    # --- buttons and links --------------------------------------------------------------------------------------------

    def button(self, words: str | None = None, look: str = "primary", *, icons: float = 0.12) -> str:
        """A button with a text, sometimes with an icon before it."""
        sign = self.icon() + " " if self.chance(icons) else ""
        disabled = " disabled" if self.chance(DISABLED) else ""
        named = self.dress.classes.get(f"button_{look}", "")
        return self.dress.part(
            "button", text=text(words or self.one(look)), look=named, icon=sign, state=disabled, close=""
        )

    def icon_button(self, meaning: str | None = None) -> str:
        """A button with an icon only."""
        meaning = meaning or self.lot.choice(list(ICONS))
        return self.dress.part("icon_button", text=text(meaning), icon=icon(meaning, self._icons), state="", look="")

    def close(self) -> str:
        """The close button of a dialog or a message."""
        return self.dress.part("close", icon=icon("Close", self._icons))

    def icon(self, meaning: str | None = None) -> str:
        """An icon."""
        return icon(meaning or self.lot.choice(list(ICONS)), self._icons)

    def link(self, words: str | None = None) -> str:
        """A link."""
        return self.dress.part("link", text=text(words or self.one("links")))

    def inline(self) -> str:
        """A sentence with a link in it."""
        before, linked, after = self.one("inline")
        return self.dress.part("text", text=text(before) + self.link(linked) + text(after))

    # --- texts --------------------------------------------------------------------------------------------------------

    def title(self, level: int = 1, words: str | None = None) -> str:
        """A heading."""
        return self.dress.part(f"h{level}", text=text(words or self.one("titles" if level == 1 else "sections")))

    def text(self, sentences: int = 1) -> str:
        """A paragraph."""
        return self.dress.part("text", text=text(" ".join(self.some("sentences", sentences))))

    def small(self, words: str) -> str:
        """A small text."""
        return self.dress.part("small", text=text(words))

    def badge(self) -> str:
        """A status badge."""
        named = self.dress.classes.get(self.lot.choice(("badge_success", "badge_danger", "")), "")
        return self.dress.part("badge", text=text(self.one("statuses")), look=named)

    def alert(self, look: str | None = None) -> str:
        """A message."""
        named = self.dress.classes.get(f"alert_{look or self.lot.choice(('success', 'danger', 'info'))}", "")
        cross = self.close() if self.chance(0.15) else ""
        return self.dress.part("alert", text=text(self.one("alerts")), look=named, close=cross)

    # --- fields -------------------------------------------------------------------------------------------------------

    def field(self, content: list[str] | None = None, *, wrong: bool | None = None, bare: bool = False) -> str:
        """A field for one line with its label; `bare` without one."""
        label, placeholder, value, kind = content or self.one("fields")
        is_wrong = self.chance(INVALID) if wrong is None else wrong
        control = self._control(
            "input", is_wrong, type=kind, placeholder=text(placeholder), value=text(value) if self.chance(0.45) else ""
        )
        return control if bare else self._labelled(label, control, is_wrong)

    def search(self) -> str:
        """A search field without a label."""
        return self._control("input", False, type="search", placeholder=text(self.one("search")), value="")

    def select(self, content: list[str] | None = None, *, bare: bool = False) -> str:
        """A select, closed."""
        label, *options = content or self.one("selects")
        listed = "".join(f"<option>{text(one)}</option>" for one in options)
        control = self._control("select", False, options=listed)
        shape = "field_select" if "field_select" in self.dress.shapes else "field"
        return control if bare else self._labelled(label, control, False, shape)

    def area(self) -> str:
        """A text area with its label."""
        label, placeholder = self.one("areas")
        value = text(self.one("sentences")) if self.chance(0.3) else ""
        return self._labelled(label, self._control("area", False, placeholder=text(placeholder), value=value), False)

    def group(self) -> str:
        """A field with a button at its end."""
        control = self.search() if self.chance(0.5) else self.field(wrong=False, bare=True)
        return self.dress.part(
            "group", control=control, button=self.button(look=self.lot.choice(("primary", "secondary")))
        )

    def check(self, kind: str = "check", words: str | None = None, *, on: bool | None = None, name: str = "") -> str:
        """A checkbox, a radio button or a switch with its label."""
        self._ids += 1
        checked = self.chance(0.45) if on is None else on
        said = words or self.one({"check": "checks", "radio": "radios", "switch": "switches"}[kind])
        state = (" checked" if checked else "") + (" disabled" if self.chance(DISABLED) else "")
        return self.dress.part(kind, id=f"c{self._ids}", text=text(said), state=state, name=name)

    def radios(self) -> str:
        """Two or three radio buttons, one of them selected."""
        chosen, said = self.lot.randrange(2), self.some("radios", self.lot.choice((2, 2, 3)))
        name = f"r{self._ids}"
        rows = [self.check("radio", one, on=index == chosen, name=name) for index, one in enumerate(said)]
        return f'<div class="x-row">{"".join(rows)}</div>' if self.chance(0.4) else f"<div>{''.join(rows)}</div>"

    def box(self, *, on: bool = False) -> str:
        """A checkbox without a label, as in table rows."""
        return self.check("check", "\u200b", on=on)

    def _control(self, shape: str, wrong: bool, **values: str) -> str:
        self._ids += 1
        state = (" disabled" if self.chance(DISABLED) else "") + (' aria-invalid="true"' if wrong else "")
        self._last = f"f{self._ids}"
        named = self.dress.classes.get("wrong", "") if wrong else ""
        return self.dress.part(shape, id=self._last, state=state, wrong=named, **values)

    def _labelled(self, label: str, control: str, wrong: bool, shape: str = "field") -> str:
        part = self.dress.part
        return part(
            shape,
            id=self._last,
            words=text(label),
            label=part("label", id=self._last, text=text(label)),
            control=control,
            hint=part("hint", text=text(self.one("hints"))) if not wrong and self.chance(0.15) else "",
            error=part("error", text=text(self.one("errors"))) if wrong else "",
            wrong_field=self.dress.active.get("field", "") if wrong else "",
        )

    # --- rows of alike ------------------------------------------------------------------------------------------------

    def row(self, shape: str, said: list[str], chosen: int = -1, **values: str) -> str:
        """Parts of one shape, one of them current."""
        current = {"selected": "true", "current": ' aria-current="page"'}
        current.update(self.dress.current(shape.removesuffix("_item")))
        return "".join(
            self.dress.part(shape, text=text(one), **(current if index == chosen else {"selected": "false"}), **values)
            for index, one in enumerate(said)
        )

    def tabs(self) -> str:
        """A row of tabs."""
        said = self.some("tabs", self.lot.randint(2, 5))
        return self.dress.part("tabs", items=self.row("tab", said, self.lot.randrange(len(said))))

    def pages(self) -> str:
        """Page numbers."""
        said = ["‹", "1", "2", "3", "›"] if self.chance(0.4) else ["1", "2", "3", "4"]
        return self.dress.part("pages", items=self.row("page", said, 1))

    def crumbs(self) -> str:
        """Breadcrumbs."""
        *before, last = self.some("nav", 3)
        return self.dress.part(
            "crumbs", items=self.row("crumb", before) + self.dress.part("crumb_last", text=text(last))
        )

    def menu(self, opener: str = "") -> str:
        """An open menu below the button that opened it."""
        button = opener or self.button(look="secondary", icons=0)
        button = button.replace("<button ", '<button aria-haspopup="menu" aria-expanded="true" ', 1)
        items = self.row("menu_item", self.some("menu", self.lot.randint(3, 6)))
        return self.dress.part("menu", opener=button, items=items)

    def actions(self) -> str:
        """The buttons at the end of a form."""
        found = [self.button()]
        if self.chance(0.6):
            found.append(self.button(look="secondary"))
        if self.chance(0.25):
            found.append(self.link())
        if self.chance(0.15):
            found.append(self.button(look="danger"))
        return f'<div class="x-row">{"".join(found)}</div>'

    # --- larger parts -------------------------------------------------------------------------------------------------

    def picture(self, height: int) -> str:
        """A photograph of full width."""
        return (
            f'<img class="x-picture" style="height:{height}px" alt="Photo" src="{photograph(self.lot, 240, height)}">'
        )

    def face(self) -> str:
        """A round portrait."""
        return f'<img class="x-face" alt="Portrait" src="{photograph(self.lot, 40, 40)}">'

    def card(self, items: str, *, picture: bool = False) -> str:
        """A card."""
        return self.dress.part("card", items=items, image=self.picture(self.lot.randint(70, 140)) if picture else "")

    def table(self, rows: int, *, boxes: bool, ends: str) -> str:
        """A table; `ends` is what the last cell of each row holds: "link", "button", "icon" or nothing."""
        columns = self.some("columns", self.lot.randint(3, 5))
        first = "<th></th>" if boxes else ""
        last = "<th></th>" if ends else ""
        heads = first + "".join(f'<th scope="col">{text(one)}</th>' for one in columns) + last
        return self.dress.part(
            "table", heads=heads, items="".join(self._table_row(len(columns), boxes, ends) for _ in range(rows))
        )

    def _table_row(self, columns: int, boxes: bool, ends: str) -> str:
        cells = [text(self.one("names"))]
        for _ in range(columns - 1):
            cells.append(
                self.lot.choice(
                    (
                        self.badge,
                        lambda: f"€{self.lot.randint(4, 990)}.{self.lot.randint(10, 99)}",
                        lambda: f"{self.lot.randint(1, 28)}.{self.lot.randint(1, 12)}.2026",
                        lambda: text(self.one("items")),
                        lambda: f"#{self.lot.randint(1000, 99999)}",
                    )
                )()
            )
        if boxes:
            cells.insert(0, self.box(on=self.chance(0.3)))
        if ends:
            end = {"link": self.link, "button": lambda: self.button(look="secondary", icons=0)}.get(ends)
            cells.append(end() if end else self.icon_button(self.lot.choice(("Edit", "Delete", "More"))))
        return "<tr>" + "".join(f"<td>{one}</td>" for one in cells) + "</tr>"

    def navbar(self) -> str:
        """The bar at the top of a page."""
        said = self.some("nav", self.lot.randint(2, 6))
        items = self.row("nav_item", said, self.lot.randrange(-1, len(said)))
        ends = [self.search, self.button, self.icon_button, self.face, self.link]
        end = "".join(one() for one in self.lot.sample(ends, self.lot.choice((0, 1, 1, 2))))
        brand = self.lot.choice(("Northwind", "Acme", "Lumen", "Fabrikam", "Globex Cloud", "Umbra"))
        return self.dress.part("navbar", text=brand, items=items, end=f'<div class="x-end">{end}</div>' if end else "")

    def side(self) -> str:
        """A sidebar of links."""
        said = self.some("nav", self.lot.randint(4, 8))
        sign = self.icon() + " " if self.chance(0.4) else ""
        return self.dress.part("side", items=self.row("side_item", said, self.lot.randrange(len(said)), icon=sign))

    def modal(self, items: str, actions: str) -> str:
        """A dialog over the page."""
        words = self.one("titles")
        cross = self.close() if self.chance(0.7) else ""
        title = self.title(self.lot.choice((2, 3)), words)
        return self.dress.part("modal", text=text(words), title=title, close=cross, items=items, actions=actions)
