"""A server on loopback that imitates Anthropic, OpenAI and Google, so that no test can reach a paid one.

Anthropic: POST /v1/messages (platform.claude.com/docs/en/api/messages). OpenAI: POST /chat/completions
(developers.openai.com/api/reference, Chat). Google: POST /v1beta/models/MODEL:generateContent (ai.google.dev/api).
"""

from __future__ import annotations

import base64
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image as Pillow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from claude_scope.values import Image

IN_TOKENS, OUT_TOKENS = 1_000, 200


@dataclass(frozen=True)
class Asked:
    """A received request. `pictures` are RGB arrays, `words` the text next to them."""

    provider: str
    model: str
    headers: dict[str, str]
    body: dict[str, Any]
    pictures: tuple[Image, ...]
    words: str

    @property
    def is_whole(self) -> bool:
        """Whether it is the question on the whole recording."""
        return "You get an overview of all states" in json.dumps(self.body)

    @property
    def state(self) -> int:
        """The number of the state whose change is asked about; 0 for the whole recording."""
        found = re.search(r"; state (\d+) began", self.words)
        return int(found[1]) if found else 0


@dataclass(frozen=True)
class Said:
    """The server's answer: the model's text, a status with a body, or nothing.

    `ends` is why the model stopped: done, refused, or truncated. `hangs` keeps the connection open without an answer.
    """

    text: str = ""
    ends: str = "done"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    hangs: bool = False
    counts: bool = True


def act(kind: str, target: str, box: Sequence[float] = (), *, picture: int = 1, **more: Any) -> dict[str, Any]:
    """An act of the user, in a model's answer."""
    return {"kind": kind, "target": target, "value": "", "picture": picture, "box": list(box), "sure": 0.9, **more}


def change(kind: str, box: Sequence[float] = (), *, picture: int = 2, **more: Any) -> dict[str, Any]:
    """A change, in a model's answer."""
    told: dict[str, Any] = {
        "kind": kind,
        "what": "",
        "before": "",
        "after": "",
        "picture": picture,
        "box": list(box),
        "sure": 0.9,
    }
    return told | more


def flaw(why: str, quote: str = "", **more: Any) -> dict[str, Any]:
    """Something that looks wrong, in a model's answer."""
    return {"why": why, "quote": quote, "picture": 2, "box": [], "sure": 0.9, **more}


def pair(*told: dict[str, Any]) -> Said:
    """The answer to a question on a change: acts, changes and flaws."""
    return Said(
        json.dumps(
            {
                "done": [item for item in told if "target" in item],
                "changes": [item for item in told if "what" in item],
                "wrong": [item for item in told if "why" in item],
            }
        )
    )


def whole(shown: str = "", wrong_state: int | None = None, because: str = "", **more: Any) -> Said:
    """The answer to the question on the whole recording."""
    told: dict[str, Any] = {"shown": shown, "wrong_state": wrong_state, "because": because, "stayed": [], "title": ""}
    return Said(json.dumps(told | more))


def answers(of_whole: Said | None = None, **of_states: Said) -> Callable[[Asked], Said]:
    """A script entry with an answer for each question, such as `s2=pair(...)` for state 2; other answers are empty."""

    def answer(asked: Asked) -> Said:
        return (of_whole or whole("A page.")) if asked.is_whole else of_states.get(f"s{asked.state}", pair())

    return answer


def failed(status: int, message: str = "No.", **headers: str) -> Said:
    """An error with a body that each provider's client understands."""
    error = {"type": "error", "error": {"type": "api_error", "code": status, "message": message, "status": "X"}}
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Said(status=status, headers=names, raw=json.dumps(error).encode())


class _Run:
    """One run of a script: the requests so far, and the maximum number of concurrent ones."""

    def __init__(self, script: Sequence[Any]) -> None:
        self.script = list(script)
        self.asked: list[Asked] = []
        self.now = self.most = 0
        self.ended = threading.Event()


class ModelServer:
    """Answers as scripted, repeating the last entry; `asked` lists the requests in order."""

    def __init__(self) -> None:
        self._run = _Run([answers()])
        self._lock = threading.Lock()

    @property
    def asked(self) -> list[Asked]:
        return self._run.asked

    @property
    def most_at_once(self) -> int:
        return self._run.most

    def answers(self, *script: Any) -> None:
        """Restart with this script: each entry is a Said, or a function from Asked to one."""
        self._run.ended.set()
        self._run = _Run(script)

    def url(self, provider: str) -> str:
        """The base URL that a user would enter."""
        return f"http://127.0.0.1:{self.port}" + ("/v1" if provider == "openai" else "")

    def __enter__(self) -> ModelServer:
        outer = self

        class Handler(_Handler):
            server_of_tests = outer

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_port
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Accept no further request, and abort those in progress."""
        self._run.ended.set()
        self._http.shutdown()
        self._http.server_close()

    def answer(self, asked: Asked) -> Said:
        with self._lock:
            run = self._run
            run.asked.append(asked)
            entry = run.script[min(len(run.asked), len(run.script)) - 1]
            run.now += 1
            run.most = max(run.most, run.now)
        try:
            said: Said = entry if isinstance(entry, Said) else entry(asked)
            if said.hangs:
                run.ended.wait(60)
            return said
        finally:
            with self._lock:
                run.now -= 1


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_tests: ModelServer

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        asked = _asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        said = self.server_of_tests.answer(asked)
        data = (
            said.raw if said.raw is not None else json.dumps(_WORDED[asked.provider](said, _tool(asked.body))).encode()
        )
        try:
            self.send_response(said.status)
            for name, value in {"content-type": "application/json", **said.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        except OSError:
            self.close_connection = True  # the client gave up, as some tests want


def _asked(path: str, headers: dict[str, str], body: dict[str, Any]) -> Asked:
    if path.endswith("/v1/messages"):
        parts = body["messages"][0]["content"]
        pictures = [part["source"]["data"] for part in parts if part["type"] == "image"]
        words = [part["text"] for part in parts if part["type"] == "text"]
        return _made("anthropic", body["model"], headers, body, pictures, words)
    if path.endswith("/v1/chat/completions"):
        parts = next(entry["content"] for entry in reversed(body["messages"]) if entry["role"] == "user")
        pictures = [part["image_url"]["url"].partition(",")[2] for part in parts if part["type"] == "image_url"]
        words = [part["text"] for part in parts if part["type"] == "text"]
        return _made("openai", body["model"], headers, body, pictures, words)
    assert path.endswith(":generateContent"), path
    parts = body["contents"][0]["parts"]
    pictures = [part["inlineData"]["data"] for part in parts if "inlineData" in part]
    words = [part["text"] for part in parts if "text" in part]
    model = path.rpartition("/")[2].removesuffix(":generateContent")
    return _made("google", model, headers, body, pictures, words)


def _made(
    provider: str, model: str, headers: dict[str, str], body: dict[str, Any], pictures: list[str], words: list[str]
) -> Asked:
    images = tuple(
        np.asarray(
            Pillow.open(BytesIO(base64.urlsafe_b64decode(data.replace("+", "-").replace("/", "_")))).convert("RGB")
        )
        for data in pictures
    )
    return Asked(provider, model, headers, body, images, "\n".join(words))


def _tool(body: dict[str, Any]) -> str:
    """The name of the tool that a model without structured output has to call; "" if it has structured output."""
    for tool in body.get("tools") or ():
        names = [tool, tool.get("function", {}), *tool.get("functionDeclarations", ())]
        return next(str(name["name"]) for name in names if "name" in name)
    return ""


def _anthropic(said: Said, tool: str) -> dict[str, Any]:
    ends = {"done": "end_turn", "refused": "refusal", "truncated": "max_tokens"}[said.ends]
    counted = {"input_tokens": IN_TOKENS, "output_tokens": OUT_TOKENS} if said.counts else {}
    content: list[Any] = [{"type": "text", "text": said.text}]
    if tool and said.ends == "done":
        content, ends = [{"type": "tool_use", "id": "t1", "name": tool, "input": json.loads(said.text)}], "tool_use"
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude",
        "content": content if said.text else [],
        "stop_reason": ends,
        "stop_sequence": None,
        "usage": {"input_tokens": 0, "output_tokens": 0, **counted},
    }


def _openai(said: Said, tool: str) -> dict[str, Any]:
    ends = {"done": "stop", "refused": "stop", "truncated": "length"}[said.ends]
    words: dict[str, Any] = {"content": said.text}
    if said.ends == "refused":
        words = {"content": None, "refusal": "I can't help with that."}
    elif tool:
        words = {"tool_calls": [{"id": "t1", "type": "function", "function": {"name": tool, "arguments": said.text}}]}
    counted = {
        "usage": {
            "prompt_tokens": IN_TOKENS,
            "completion_tokens": OUT_TOKENS,
            "total_tokens": IN_TOKENS + OUT_TOKENS,
        }
    }
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": "gpt",
        "choices": [{"index": 0, "finish_reason": ends, "message": {"role": "assistant", **words}}],
        **(counted if said.counts else {}),
    }


def _google(said: Said, tool: str) -> dict[str, Any]:
    counted = {
        "usageMetadata": {
            "promptTokenCount": IN_TOKENS,
            "candidatesTokenCount": OUT_TOKENS,
            "totalTokenCount": IN_TOKENS + OUT_TOKENS,
        }
    }
    if said.ends == "refused":
        return {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, **counted}
    ends = {"done": "STOP", "truncated": "MAX_TOKENS"}[said.ends]
    part: dict[str, Any] = {"text": said.text}
    if tool and said.ends == "done":
        part = {"functionCall": {"name": tool, "args": json.loads(said.text)}}
    return {
        "candidates": [{"content": {"role": "model", "parts": [part]}, "finishReason": ends}],
        "modelVersion": "gemini",
        **(counted if said.counts else {}),
    }


_WORDED = {"anthropic": _anthropic, "openai": _openai, "google": _google}
