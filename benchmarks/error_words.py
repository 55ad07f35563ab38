"""Measures error words on third-party message catalogues: `python benchmarks/error_words.py`.

The catalogues come from npm, in pinned versions, into `.cache/error_words/`. The key of a message says whether it is an
error ("errors.user.invalid_email"); messages with an unclear key are ignored. The words were chosen with half of the
catalogues. `--misses LANGUAGE` lists errors of that half without a known word.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from claude_scope.lexicon.error_words import has_error_word, says_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOME = Path(__file__).parent.parent / ".cache" / "error_words"
MIN_WORDS, MAX_WORDS = 3, 25
COLUMNS = "errors", "known", "with a sign", "others", "with a sign"
LANGUAGES = {
    "en": ["en", "en-US"], "de": ["de", "de-DE"], "fr": ["fr", "fr-FR"], "es": ["es", "es-ES"],
    "pt": ["pt", "pt-br", "pt-BR", "pt_BR"], "it": ["it", "it-IT"], "nl": ["nl", "nl-NL"], "sv": ["sv", "sv-SE"],
    "pl": ["pl", "pl-PL", "pl-pl"], "cs": ["cs", "cs-CZ"], "tr": ["tr", "tr-TR", "tr-tr"], "ru": ["ru", "ru-RU"],
    "uk": ["uk", "uk-UA"], "zh": ["zh", "zh-cn", "zh-CN", "zh_CN", "zh-hans"],
    "ja": ["ja", "ja-JP"], "ko": ["ko", "ko-KR"],
}  # fmt: skip
_ERROR_KEY = re.compile(r"error|fail|invalid|unable|exception|not_?found|cannot|denied|forbidden", re.IGNORECASE)
_OPEN_KEY = re.compile(
    r"valid|warn|required|must|problem|expired|missing|alert|offline|lost|unavail|not|too|exceed|limit|toast|message|"
    r"exist", re.IGNORECASE,
)  # fmt: skip
_NO_MESSAGE_KEY = re.compile(
    r"errors?_?(?:log|page|report|rate)|title$|label$|placeholder|button|aria|tooltip|description$|helper|hint|name$",
    re.IGNORECASE,
)
_MARKUP, _VARIABLE = re.compile(r"<[^>]+>"), re.compile(r"\{\{?[^{}]*\}?\}")
_NO_SPACES = ("zh", "ja")


@dataclass(frozen=True)
class Catalogue:
    """A catalogue of messages; `{tag}` in its files is a language's tag. `is_tuned` if words were chosen with it."""

    name: str
    package: str
    files: tuple[str, ...]
    is_tuned: bool


CATALOGUES = (
    Catalogue("Strapi", "@strapi/admin@5.54.0", ("dist/admin/admin/src/translations/{tag}.json.mjs",), True),
    Catalogue(
        "Keycloak", "keycloakify@11.16.0",
        tuple(f"{part}/i18n/messages_defaultSet/{{tag}}.js" for part in ("login", "account")), True,
    ),
    Catalogue("Logto", "@logto/phrases@1.31.0", ("lib/locales/{tag}/index.js",), True),
    Catalogue("Medusa", "@medusajs/dashboard@2.21.2", ("src/i18n/translations/{tag}.json",), True),
    Catalogue("Vendure", "@vendure/admin-ui@3.7.3", ("static/i18n-messages/{tag}.json",), True),
    Catalogue("Clerk", "@clerk/localizations@4.18.0", ("dist/{tag}.mjs",), False),
    Catalogue("Payload", "@payloadcms/translations@3.90.2", ("dist/languages/{tag}.js",), False),
    Catalogue("VeeValidate", "@vee-validate/i18n@4.15.1", ("dist/locale/{tag}.json",), False),
    Catalogue("Etherpad", "ep_etherpad-lite@1.8.14", ("locales/{tag}.json",), False),
)  # fmt: skip


def main() -> None:
    """Print the table, or the misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", choices=LANGUAGES, metavar="LANGUAGE")
    misses = parser.parse_args().misses
    texts = catalogues()
    if misses:
        for key, text, is_error in messages(texts, misses, is_tuned=True):
            if is_error and not says_error(text):
                print(f"{key}: {text}")
        return
    table = Table(title="messages with words of errors")
    table.add_column("")
    for half in ("chosen", "unseen"):
        for heading in COLUMNS:
            table.add_column(f"{half}: {heading}", justify="right")
    for language in LANGUAGES:
        table.add_row(language, *figures(texts, language, is_tuned=True), *figures(texts, language, is_tuned=False))
    Console(width=120).print(table)


def catalogues() -> dict[str, dict[str, dict[str, str]]]:
    """The texts of all catalogues by name, language and key."""
    HOME.mkdir(parents=True, exist_ok=True)
    for item in CATALOGUES:
        _unpack(item)
    asked = [
        {"name": entry.name, "files": [str(_folder(entry) / file) for file in entry.files]} for entry in CATALOGUES
    ]
    script = Path(__file__).with_suffix(".mjs")
    node = [shutil.which("node") or "node", "--no-warnings", str(script), json.dumps(asked), json.dumps(LANGUAGES)]
    printed = subprocess.run(node, check=True, capture_output=True).stdout
    found: dict[str, dict[str, dict[str, str]]] = json.loads(printed)
    return found


def _folder(catalogue: Catalogue) -> Path:
    return HOME / catalogue.package.replace("/", "-").lstrip("@")


def _unpack(catalogue: Catalogue) -> None:
    """Fetch only the package, since its dependencies are not needed."""
    folder = _folder(catalogue)
    if folder.exists():
        return
    packed = [shutil.which("npm") or "npm", "pack", "--silent", catalogue.package]
    archive = HOME / subprocess.run(packed, cwd=HOME, check=True, capture_output=True, text=True).stdout.split()[-1]
    part = folder.with_name(f"{folder.name}.part")
    part.mkdir(exist_ok=True)
    subprocess.run(["tar", "-xzf", str(archive), "--strip-components=1", "-C", str(part)], check=True)
    archive.unlink()
    part.rename(folder)


def messages(
    texts: dict[str, dict[str, dict[str, str]]], language: str, *, is_tuned: bool
) -> Iterator[tuple[str, str, bool]]:
    """Key, text, and whether it is an error, of the messages of one half in a language."""
    for entry in CATALOGUES:
        for key, raw in texts.get(entry.name, {}).get(language, {}).items() if entry.is_tuned == is_tuned else ():
            text = " ".join(_VARIABLE.sub("X", _MARKUP.sub(" ", raw)).split())
            words = len(text) / 2 if language in _NO_SPACES else len(text.split())
            is_error = bool(_ERROR_KEY.search(key))
            is_known = not _NO_MESSAGE_KEY.search(key) if is_error else not _OPEN_KEY.search(key)
            if is_known and MIN_WORDS <= words <= MAX_WORDS:
                yield key, text, is_error


def figures(texts: dict[str, dict[str, dict[str, str]]], language: str, *, is_tuned: bool) -> tuple[str, ...]:
    """The number of errors, and the shares of errors and of other messages that contain error words.

    Each share is given first for messages that count as errors anywhere, then for those that count with a sign, such as
    red text.
    """
    found = list(messages(texts, language, is_tuned=is_tuned))
    errors, others = ([text for _, text, is_one in found if is_one == wanted] for wanted in (True, False))
    if not errors or not others:
        raise SystemExit(f"The catalogues have no messages in {language}; has a file of theirs moved?")

    def share(known: Callable[[str], bool], of: list[str]) -> float:
        return sum(map(known, of)) / len(of)

    said, marked = share(says_error, errors), share(has_error_word, errors)
    calm_said, calm_marked = share(says_error, others), share(has_error_word, others)
    return str(len(errors)), f"{said:.0%}", f"{marked:.0%}", f"{calm_said:.1%}", f"{calm_marked:.1%}"


if __name__ == "__main__":
    main()
