"""TiddlyWiki in German: the notebook of a bakery, stored by its own server."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import npm_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_PAGES = {
    "Backstube": ("Start", "Willkommen in der Backstube. Heute: [[Roggenbrot]], [[Brezeln]] und [[Zwetschgenkuchen]]."),
    "Roggenbrot": ("Rezept Brot", "! Zutaten\n* 500 g Roggenmehl\n* 350 g Wasser\n* 150 g Sauerteig\n* 12 g Salz"),
    "Brezeln": ("Rezept Laugen", "! Zutaten\n* 500 g Weizenmehl\n* 10 g Hefe\n* 280 g Milch\n\nVor dem Backen laugen."),
    "Zwetschgenkuchen": ("Rezept Kuchen", "! Zutaten\n|!Was|!Menge|\n|Zwetschgen|1 kg|\n|Mehl|300 g|\n|Butter|150 g|"),
    "Lieferanten": ("Einkauf", "Das Mehl kommt aus der Mühle Hartmann, die Butter vom Hof Lindner."),
    "$:/language": ("", "$:/languages/de-DE"),
    "$:/DefaultTiddlers": ("", "Backstube Roggenbrot"),
    "$:/SiteTitle": ("", "Backstube Hartmann"),
    "$:/SiteSubtitle": ("", "Rezepte und Notizen"),
}
_TAKEN = "A page is renamed to the title of another page; the editor warns that this title is taken."
_TIME = "20310506070000000"


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    port = free_port()
    plugins = ["tiddlywiki/tiddlyweb", "tiddlywiki/filesystem"]
    themes = ["tiddlywiki/vanilla", "tiddlywiki/snowwhite"]
    wiki = {"plugins": plugins, "themes": themes, "languages": ["de-DE"]}
    (folder / "tiddlywiki.info").write_text(json.dumps(wiki))
    (folder / "tiddlers").mkdir()
    for number, (title, (tags, text)) in enumerate(_PAGES.items()):
        fields = f"title: {title}\ntags: {tags}\ncreated: {_TIME}\nmodified: {_TIME}\n"
        (folder / "tiddlers" / f"{number}.tid").write_text(f"{fields}\n{text}")
    program = npm_of("tiddlywiki") / "tiddlywiki" / "tiddlywiki.js"
    address = f"http://127.0.0.1:{port}/"
    command: list[str | Path] = ["node", program, folder, "--listen", f"port={port}", "username=Mia"]
    with running(command, address, folder):
        yield address


async def _write(hand: Hand) -> None:
    words = hand.at("input[type=search]", "searchbox")
    await hand.click(words)
    await hand.type(words, "Butter")
    await hand.click(hand.at(".tc-search-results a >> text=Zwetschgenkuchen", "link", "Zwetschgenkuchen"))
    await hand.click(hand.by("tab", "Mehr"))
    await hand.click(hand.by("tab", "Zuletzt"))
    await hand.click(hand.by("button", "Neuer Tiddler"))
    frame = hand.page.frame_locator("iframe.tc-edit-texteditor")
    title, text = hand.at("input.tc-titlebar", "textbox"), hand.at("textarea", "textbox", within=frame)
    await hand.key(title, "Control+a")
    await hand.type(title, "Kürbisbrot")
    await hand.click(text)
    await hand.type(text, "! Zutaten\n* 400 g Kürbis")
    await hand.click(hand.by("button", "Änderungen für diesen Tiddler bestätigen"))


async def _taken_title(hand: Hand) -> None:
    await hand.click(hand.at(".tc-tag-label:has-text('Rezept')"))
    await hand.click(hand.at(".tc-drop-down a >> text=Brezeln", "link", "Brezeln"))
    await hand.click(hand.at("[data-tiddler-title=Brezeln] button[title='Bearbeite diesen Tiddler']", "button"))
    title = hand.at("input.tc-titlebar", "textbox")
    await hand.click(title)
    await hand.key(title, "Control+a")
    await hand.type(title, "Roggenbrot")


APP = App(
    "tiddlywiki",
    "tuned",
    _start,
    (Flow("write", _write), Flow("taken-title", _taken_title, _TAKEN)),
    npm=("tiddlywiki@5.4.1",),
)
