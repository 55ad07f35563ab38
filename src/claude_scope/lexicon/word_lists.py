"""Reads the lists of words in `lists/`: a section for each list, and in it "en: word, word" for each language."""

from __future__ import annotations

from configparser import RawConfigParser
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lists"


def word_list(file: str, name: str) -> dict[str, str]:
    """The words of a list by language, separated as the file separates them; a line may end at a space or after a |."""
    return {key: words.replace("|\n", "|").replace("\n", " ") for key, words in _lists(file)[name].items()}


@cache
def _lists(file: str) -> RawConfigParser:
    lists = RawConfigParser(delimiters=(":",), comment_prefixes=(";",), empty_lines_in_values=False)
    lists.read_string((_FOLDER / f"{file}.ini").read_text("utf-8"))
    return lists
