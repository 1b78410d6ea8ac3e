"""A slow line: passes TCP bytes on after a delay, in order, and can be cut or go silent at any moment.

python tests/tui/delayed_line.py --listen 2200 --to 22 --delay 0.15
"""

from __future__ import annotations

import argparse
import contextlib
import queue
import socket
import threading
import time


class DelayedLine:
    """Listens on a loopback port; what comes goes to `port` after `delay` seconds, and back likewise."""

    def __init__(self, port: int, delay: float = 0.15, listen: int = 0) -> None:
        self._to = port
        self._delay = delay
        self._silent = threading.Event()
        self._open: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", listen))
        self.port: int = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Both ends see the connection closed."""
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def go_silent(self) -> None:
        """Nothing passes any more, and nobody is told: a pulled cable. New connections pass."""
        self._silent.set()
        self._silent = threading.Event()

    def close(self) -> None:
        """Stop listening and cut."""
        self._server.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                for one in (near, far):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open += [near, far]
                self._pass_on(near, far)
                self._pass_on(far, near)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        due: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        silent = self._silent

        def receive() -> None:
            content = b"x"
            while content:
                try:
                    content = source.recv(65536)
                except OSError:
                    content = b""
                due.put((time.monotonic() + self._delay, content))

        def send() -> None:
            while True:
                when, content = due.get()
                time.sleep(max(0.0, when - time.monotonic()))
                if silent.is_set():
                    continue
                with contextlib.suppress(OSError):
                    if not content:
                        target.shutdown(socket.SHUT_WR)
                        return
                    target.sendall(content)

        for work in (receive, send):
            threading.Thread(target=work, daemon=True).start()


def main() -> None:
    """Run a delayed line until interrupted."""
    parser = argparse.ArgumentParser(description="A slow line between two loopback ports.")
    parser.add_argument("--listen", type=int, required=True)
    parser.add_argument("--to", type=int, required=True)
    parser.add_argument("--delay", type=float, default=0.15, help="seconds, each way")
    given = parser.parse_args()
    DelayedLine(given.to, given.delay, given.listen)
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()


if __name__ == "__main__":
    main()
