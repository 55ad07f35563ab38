"""An accepted connection sends its data without delay."""

from __future__ import annotations

import socket

from claude_scope.server.sockets import listening, port_of


def test_bodies_do_not_wait_for_the_acknowledgement_of_their_heads() -> None:
    with listening("127.0.0.1", 0) as sockets, socket.create_connection(("127.0.0.1", port_of(sockets))):
        accepted, _ = sockets[0].accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
