"""A connection to a browser by the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol).

Sessions are flat: one connection carries the commands and events of all tabs, each with the id of its session.
"""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any, Protocol

from claude_scope.browser.devtools.errors import ConnectionClosed, ProtocolError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Listener = Callable[[dict[str, Any]], object]
    Answer = asyncio.Future[dict[str, Any]]

_SESSION_NOT_FOUND = -32001
_PARSE_ERROR = -32700
"""JSON-RPC's code for a message that cannot be parsed."""
_ID = re.compile(rb'\{"id":(\d+)')


class Transport(Protocol):
    """Carries messages, each the UTF-8 text of one JSON value."""

    def start(self, on_message: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        """Call `on_message` for each message in the order of arrival, and `on_end` once when no more can come."""

    def write(self, message: bytes) -> None:
        """Queue a message to be sent, in the order of the calls. Never blocks; does nothing after the end."""

    async def close(self) -> None:
        """Stop the transport; `on_end` is called."""


class _Emitter:
    """Keeps the listeners of events, by method."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Listener]] = {}

    def on(self, method: str, listener: Listener) -> None:
        """Call `listener` with the parameters of each event, in the order of arrival, from the reader.

        What a listener raises goes to the event loop's exception handler.
        """
        self._listeners.setdefault(method, []).append(listener)

    def off(self, method: str, listener: Listener) -> None:
        """Stop calling `listener`. Raises `ValueError` if it is not registered."""
        self._listeners[method].remove(listener)

    def _emit(self, method: str, params: dict[str, Any]) -> None:
        for listener in tuple(self._listeners.get(method, ())):
            try:
                listener(params)
            except Exception as error:
                _report(f"A listener of {method} failed", error)


class Session(_Emitter):
    """One target, such as a tab, that the connection is attached to."""

    def __init__(self, connection: Connection, session_id: str) -> None:
        super().__init__()
        self.id = session_id
        self.is_detached = False
        self._connection = connection
        self._children: list[Session] = []
        """Sessions that this session reported. They end with it, but the browser may not report their end."""

    def send(self, method: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Send a command to this session's target; see `Connection.send`.

        Raises:
            ProtocolError: the browser answered with an error (when awaited).
            ConnectionClosed: the target or the browser is gone, also while waiting (when awaited).
        """
        return self._connection._send(self, method, params)

    def _detach(self) -> None:
        self.is_detached = True
        self._connection._forget(self)
        for child in self._children:
            child._detach()


class Connection(_Emitter):
    """A connection to a browser: commands and events of the browser itself, and its sessions.

    Answers and events are handled in the order of their arrival. An event's listeners run at once, while a coroutine
    that awaits an answer continues in the loop's next round. Events that arrive together with an answer therefore reach
    their listeners first: register listeners before sending the command that causes the events.
    """

    def __init__(self, transport: Transport) -> None:
        super().__init__()
        self.closed = asyncio.Event()
        self._transport = transport
        self._last_id = 0
        self._sessions: dict[str, Session] = {}
        self._pending: dict[int, tuple[Session, str, Answer]] = {}
        """Commands without an answer, by the ids of their messages."""
        self._browser = Session(self, "")
        transport.start(self._receive, self._end)

    def send(self, method: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Send a command to the browser. Returns a future with the result.

        This is a plain function: the command is written when `send` is called, so commands go out in the order of the
        calls even if nobody awaits between them. The future need not be awaited, but asyncio then logs a
        `ProtocolError`.

        Raises:
            ProtocolError: the browser answered with an error (when awaited).
            ConnectionClosed: the browser is gone, also while waiting (when awaited).
        """
        return self._send(self._browser, method, params)

    def session(self, session_id: str) -> Session:
        """The session with this id, created on first use. A detached session's id belongs to no session any more."""
        if session_id not in self._sessions:
            self._sessions[session_id] = Session(self, session_id)
            self._sessions[session_id].is_detached = self.closed.is_set()
        return self._sessions[session_id]

    async def close(self) -> None:
        """Close the transport. A browser that is connected by a pipe then ends; one at a WebSocket keeps running."""
        await self._transport.close()
        self._end()

    def _send(self, session: Session, method: str, params: Mapping[str, Any] | None) -> Answer:
        answer: Answer = asyncio.get_running_loop().create_future()
        if session.is_detached or self.closed.is_set():
            _fail_closed(answer, method, "the browser" if self.closed.is_set() else "the tab")
            return answer
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": params or {}}
        if session.id:
            message["sessionId"] = session.id
        self._transport.write(json.dumps(message, separators=(",", ":")).encode())
        self._pending[self._last_id] = (session, method, answer)
        return answer

    def _receive(self, data: bytes) -> None:
        message = _parse(data)
        if "method" in message:
            session_id = message.get("sessionId")
            session = self.session(session_id) if session_id else self._browser
            self._dispatch(session, message["method"], message.get("params", {}))
        elif found := self._pending.pop(message.get("id", 0), None):
            _, method, answer = found
            _resolve(method, answer, message)

    def _dispatch(self, session: Session, method: str, params: dict[str, Any]) -> None:
        if method == "Target.attachedToTarget":
            session._children.append(self.session(params["sessionId"]))
        elif method == "Target.detachedFromTarget" and (gone := self._sessions.get(params["sessionId"])):
            gone._detach()
            if gone in session._children:
                session._children.remove(gone)
        (self if session is self._browser else session)._emit(method, params)

    def _forget(self, session: Session) -> None:
        """End a session and its pending commands."""
        self._sessions.pop(session.id, None)
        for message_id, (of, method, answer) in tuple(self._pending.items()):
            if of is session:
                del self._pending[message_id]
                _fail_closed(answer, method, "the tab")

    def _end(self) -> None:
        if self.closed.is_set():
            return
        self.closed.set()
        for session in self._sessions.values():
            session.is_detached = True
        for _, method, answer in self._pending.values():
            _fail_closed(answer, method, "the browser")
        self._sessions.clear()
        self._pending.clear()


def _parse(data: bytes) -> dict[str, Any]:
    """The message in `data`. If it cannot be parsed, as when it is nested too deep, the command it answers fails."""
    try:
        message: dict[str, Any] = json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        _report("The browser sent a message that cannot be parsed", error)
        answered = _ID.match(data)
        return {"id": int(answered[1]), "error": {"code": _PARSE_ERROR, "message": str(error)}} if answered else {}
    return message


def _resolve(method: str, answer: Answer, message: dict[str, Any]) -> None:
    if answer.done():  # cancelled
        return
    if (error := message.get("error")) is None:
        answer.set_result(message.get("result", {}))
    elif error.get("code") == _SESSION_NOT_FOUND:
        _fail_closed(answer, method, "the tab")
    else:
        answer.set_exception(ProtocolError(method, error.get("code", 0), error.get("message", "unknown error")))


def _fail_closed(answer: Answer, method: str, what: str) -> None:
    if not answer.done():
        answer.set_exception(ConnectionClosed(f"{method}: {what} is gone"))
        answer.exception()  # retrieved, so that asyncio does not log a command that nobody awaits


def _report(message: str, error: Exception) -> None:
    asyncio.get_running_loop().call_exception_handler({"message": message, "exception": error})
