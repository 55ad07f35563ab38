"""An identity provider on loopback: a real HTTP server that publishes its keys and can be scripted to misbehave."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from claude_scope.api.auth.signing_keys import required_members

AUDIENCE = "scope"
KEYS = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]
"""Two key pairs, made once: the one that signs at first, and its successor."""


class IdentityProvider:
    """`answers` maps paths to status, headers and body; `asked` lists the requested paths."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.hangs = threading.Event()
        self.hangs.set()  # set: it does not hang
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.jwks_url = f"{self.url}/keys"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.publish({"one": KEYS[0]})
        self.say("/.well-known/openid-configuration", {"issuer": self.url, "jwks_uri": self.jwks_url})

    def publish(self, keys: dict[str, rsa.RSAPrivateKey]) -> None:
        """Publish exactly these keys from now on."""
        self.publish_entries([entry(kid, key) for kid, key in keys.items()])

    def publish_entries(self, entries: list[Any]) -> None:
        self.say("/keys", {"keys": entries})

    def say(self, path: str, body: Any, status: int = 200, **headers: str) -> None:
        """Answer a path like this: JSON, or bytes sent unchanged."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[path] = (status, headers, content)

    def token(self, kid: str = "one", key: rsa.RSAPrivateKey = KEYS[0], **changes: Any) -> str:
        """A token signed by the provider; `...` leaves a claim out."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": AUDIENCE, "sub": "ada-1", "iat": now, "exp": now + 600, **changes}
        given = {name: value for name, value in claims.items() if value is not ...}
        return jwt.encode(given, key, "RS256", {"kid": kid})

    def close(self) -> None:
        self.hangs.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked.append(self.path)
                provider.hangs.wait(30)
                status, headers, body = provider.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing."""

        return Handler


def entry(kid: str, key: rsa.RSAPrivateKey, **changes: Any) -> dict[str, Any]:
    """A key in the format in which providers publish it."""
    return {**required_members(key.public_key()), "kid": kid, "use": "sig", "alg": "RS256", **changes}
