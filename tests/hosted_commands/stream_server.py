"""A server on loopback that streams as Anthropic, OpenAI and Google do, for the real commands.

Anthropic: POST /v1/messages (platform.claude.com/docs/en/build-with-claude/streaming). OpenAI: POST /v1/responses
(platform.openai.com/docs/api-reference/responses-streaming). Google: POST /v1beta/models/MODEL:streamGenerateContent
(ai.google.dev/api/generate-content). `tests/vision/model_server.py` speaks the formats without streaming.
"""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image as Pillow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

IN_TOKENS, CACHED_TOKENS, OUT_TOKENS = 1_000, 300, 200
"""The token counts of each answer, and how many of the input tokens came from the cache."""


@dataclass(frozen=True)
class Asked:
    """A received request."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """The whole request without its pictures."""
        return json.dumps(_without_pictures(self.body), ensure_ascii=False)

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of each picture."""
        return [Pillow.open(BytesIO(base64.b64decode(data))).size for data in _pictures(self.body)]

    @property
    def outputs(self) -> list[str]:
        """The results of the tools that OpenAI's model called."""
        kinds = ("custom_tool_call_output", "function_call_output")
        return [str(value["output"]) for value in _values(self.body) if value.get("type") in kinds]

    @property
    def tools(self) -> list[str]:
        """The names of the tools that are offered to the model."""
        offered = [*(self.body.get("tools") or []), *_additional_tools(self.body)]
        declared = [
            tool for group in offered for tool in group.get("functionDeclarations", group.get("tools", [group]))
        ]
        return [tool.get("name") or tool.get("type") or str(tool) for tool in declared]


@dataclass(frozen=True)
class Reply:
    """The server's answer: a text of the model, or an error with a status. `hangs`: no answer at all.

    `ends` is the stop reason of Anthropic's model; `code` is JavaScript that OpenAI's model runs first.
    """

    text: str = "{}"
    status: int = 200
    message: str = ""
    kind: str = "api_error"
    hangs: bool = False
    ends: str = "end_turn"
    code: str = ""


class StreamServer:
    """Answers every completion request with `reply`; `asked` lists these requests in order."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.reply = Reply()
        self.others: list[str] = []
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def answers(self, text: str = "{}", **how: Any) -> None:
        """Use this answer from now on, and forget earlier requests."""
        self.ended.set()
        self.ended = threading.Event()
        self.asked, self.others, self.reply = [], [], Reply(text, **how)

    def __enter__(self) -> StreamServer:
        outer = self

        class Handler(_Handler):
            stream_server = outer

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stream_server: StreamServer

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        self.stream_server.others.append(f"GET {self.path}")
        self._send(404, b"{}", "application/json")

    do_HEAD = do_GET  # noqa: N815  # the name that BaseHTTPRequestHandler calls

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = self.path.partition("?")[0]
        stream = next((made for ending, made in _STREAMS.items() if path.endswith(ending)), None)
        if stream is None:
            self.stream_server.others.append(f"POST {self.path}")
            self._send(404, b"{}", "application/json")
            return
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(content))
        self.stream_server.asked.append(asked)
        reply = self.stream_server.reply
        if reply.hangs:
            self.stream_server.ended.wait(60)
        if reply.status != 200:
            code = reply.status if stream is _google else reply.kind
            error = {"type": "error", "error": {"type": reply.kind, "code": code, "message": reply.message}}
            self._send(reply.status, json.dumps(error).encode(), "application/json")
            return
        events = "".join(_sse(event) for event in stream(reply, asked))
        self._send(200, events.encode(), "text/event-stream")

    def _send(self, status: int, data: bytes, kind: str) -> None:
        try:
            self.send_response(status)
            for name, value in {"content-type": kind, "content-length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)
        except OSError:
            self.close_connection = True  # the command was killed, as some tests want


def _sse(event: dict[str, Any]) -> str:
    name = f"event: {event['type']}\n" if "type" in event else ""
    return f"{name}data: {json.dumps(event)}\n\n"


def _anthropic(reply: Reply, asked: Asked) -> Iterator[dict[str, Any]]:
    usage = {
        "input_tokens": IN_TOKENS - CACHED_TOKENS,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": CACHED_TOKENS,
        "output_tokens": 1,
    }
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": asked.body["model"], "content": []}
    yield {"type": "message_start", "message": {**message, "stop_reason": None, "stop_sequence": None, "usage": usage}}
    # Claude Code offers a tool for the answer, with the schema of --json-schema.
    by_tool = "StructuredOutput" in asked.tools and reply.text.startswith("{")
    block: dict[str, Any] = {"type": "text", "text": ""}
    delta = {"type": "text_delta", "text": reply.text}
    if by_tool:
        block = {"type": "tool_use", "id": "toolu_1", "name": "StructuredOutput", "input": {}}
        delta = {"type": "input_json_delta", "partial_json": reply.text}
    yield {"type": "content_block_start", "index": 0, "content_block": block}
    yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    stop = {"stop_reason": "tool_use" if by_tool else reply.ends, "stop_sequence": None}
    yield {"type": "message_delta", "delta": stop, "usage": {"output_tokens": OUT_TOKENS}}
    yield {"type": "message_stop"}


def _openai(reply: Reply, asked: Asked) -> Iterator[dict[str, Any]]:
    item = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed"}
    part = {"type": "output_text", "text": reply.text, "annotations": []}
    yield {"type": "response.created", "response": {"id": "resp_1"}}
    if reply.code and not asked.outputs:
        call = {"type": "custom_tool_call", "id": "ctc_1", "call_id": "call_1", "name": "exec", "input": reply.code}
        yield {"type": "response.output_item.done", "output_index": 0, "item": {**call, "status": "completed"}}
    else:
        yield {"type": "response.output_item.added", "output_index": 0, "item": {**item, "content": []}}
        yield {"type": "response.output_text.delta", "item_id": "msg_1", "output_index": 0, "delta": reply.text}
        yield {"type": "response.output_item.done", "output_index": 0, "item": {**item, "content": [part]}}
    usage = {
        "input_tokens": IN_TOKENS,
        "input_tokens_details": {"cached_tokens": CACHED_TOKENS},
        "output_tokens": OUT_TOKENS,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": IN_TOKENS + OUT_TOKENS,
    }
    yield {"type": "response.completed", "response": {"id": "resp_1", "usage": usage}}


def _google(reply: Reply, asked: Asked) -> Iterator[dict[str, Any]]:
    candidate = {
        "content": {"role": "model", "parts": [{"text": reply.text}]},
        "finishReason": "STOP",
        "index": 0,
    }
    usage = {
        "promptTokenCount": IN_TOKENS,
        "cachedContentTokenCount": CACHED_TOKENS,
        "candidatesTokenCount": OUT_TOKENS,
        "totalTokenCount": IN_TOKENS + OUT_TOKENS,
    }
    yield {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini"}


_STREAMS = {"/v1/messages": _anthropic, "/responses": _openai, ":streamGenerateContent": _google}


def _values(value: Any) -> Iterable[dict[str, Any]]:
    """Each object inside a JSON value."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _values(inner)


def _additional_tools(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Codex sends the tools for some models in the input."""
    for value in _values(body.get("input", [])):
        if value.get("type") == "additional_tools":
            yield from value["tools"]


def _pictures(body: dict[str, Any]) -> Iterator[str]:
    for value in _values(body):
        if value.get("type") == "image":
            yield value["source"]["data"]
        elif value.get("type") == "input_image":
            yield value["image_url"].partition(",")[2]
        elif "inlineData" in value:
            yield value["inlineData"]["data"]


def _without_pictures(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_pictures(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_pictures(inner) for inner in value]
    return value if not isinstance(value, str) or len(value) < 200 or " " in value else "..."
