"""Writes each question to a folder, so that anybody who can look at pictures can answer it.

    FOLDER/RECORDING/DIGEST/instructions.md   the task, the same for all questions of a kind
    FOLDER/RECORDING/DIGEST/question.md       what is known about this change, and what the pictures show
    FOLDER/RECORDING/DIGEST/picture-1.png     the pictures, numbered as in the question
    FOLDER/RECORDING/DIGEST/schema.json       the form of the answer
    FOLDER/RECORDING/DIGEST/answer.json       written by the person or model that answers

A question without an answer is open, and gets an empty answer. The question about the whole is written when no other is
open, since it contains the answers to them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.claims.stand_ins.asked import schema_text
from tests.hosted.model_server import Said

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.claims.stand_ins.asked import Put

ANSWER = "answer.json"


class SeeingModel:
    """Answers from the files in a folder; `open` are the folders of unanswered questions."""

    timeout_s = 60.0

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.open: list[Path] = []

    def answer(self, question: Put) -> Said:
        """The answer in the folder of a question, or an empty one."""
        folder = self._folder / question.digest
        if (answer := _read(folder / ANSWER)) is not None:
            return Said(json.dumps(answer, ensure_ascii=False))
        if question.state is not None or not self.open:
            _lay_down(question, folder)
        self.open.append(folder)
        return Said("{}")


def _read(path: Path) -> object:
    """The answer in a file; None if the file is missing or is not JSON."""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except ValueError as error:
        print(f"{path}: {error}")
        return None


def _lay_down(question: Put, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "instructions.md").write_text(question.instructions + "\n")
    (folder / "question.md").write_text(question.words + "\n")
    (folder / "schema.json").write_text(schema_text(question) + "\n")
    for number, png in enumerate(question.pngs, 1):
        (folder / f"picture-{number}.png").write_bytes(png)
