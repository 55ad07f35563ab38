"""The readers' answers, stored by flow with the tokens of the prompts, so that the table can be printed again."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.readers.lay import TOKENS, faults, numbered

ANSWERS = Path(__file__).with_name("answers")
GIVEN = "answers.json"


@dataclass
class Answer:
    """A reader's answer to one prompt. `judged` is a person's verdict, which overrides the check by words."""

    wrong: str
    sure: float | None = None
    judged: bool | None = None

    def is_right(self, flow: str) -> bool:
        """Whether it says what is wrong."""
        if self.judged is not None:
            return self.judged
        return all(re.search(words, self.wrong, re.IGNORECASE) for words in faults()[flow]["words"])


@dataclass
class Reading:
    """A reader's answers to the prompts of one folder, by flow, and the tokens of the prompts' texts."""

    folder: str
    reader: str
    tokens: dict[str, int]
    answers: dict[str, Answer]


def take(folder: Path, reader: str) -> Path:
    """Store the answers that a reader wrote into a folder; verdicts on unchanged answers are kept."""
    flow_of = dict(numbered(folder.name))
    given = json.loads((folder / GIVEN).read_text(encoding="utf-8"))
    tokens = json.loads((folder.parent / f"{folder.name}.{TOKENS}").read_text(encoding="utf-8"))
    path = ANSWERS / f"{folder.name}-{reader}.json"
    before = read(path).answers if path.exists() else {}
    answers = {}
    for number, said in sorted(given.items()):
        flow = flow_of[number]
        answers[flow] = Answer(str(said["wrong"]), said.get("sure"))
        if flow in before and before[flow].wrong == answers[flow].wrong:
            answers[flow].judged = before[flow].judged
    ANSWERS.mkdir(exist_ok=True)
    reading = asdict(Reading(folder.name, reader, tokens, answers))
    path.write_text(json.dumps(reading, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> Reading:
    """Read the answers that `take` stored."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Reading(**{**found, "answers": {flow: Answer(**said) for flow, said in found["answers"].items()}})


def all_readings() -> list[Reading]:
    """All stored answers, by folder and reader."""
    return [read(path) for path in sorted(ANSWERS.glob("*.json"))]
