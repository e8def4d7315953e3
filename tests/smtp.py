"""A small mail server for tests: takes messages over the real protocol, refuses addresses, breaks off."""

import socketserver
from collections.abc import Collection
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


class MailServer(socketserver.ThreadingTCPServer):
    """`messages` holds what came; recipients in `refused` are not taken; `dies_at` breaks off at that recipient."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, refused: Collection[str] = (), dies_at: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.messages: list[EmailMessage] = []
        self.refused, self.dies_at = refused, dies_at

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@dataclass
class _Envelope:
    recipients: list[str] = field(default_factory=list)


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast("MailServer", self.server)
        envelope = _Envelope()
        self._say("220 ready")
        while line := self.rfile.readline():
            command = line.decode().strip()
            verb = command.upper()
            if verb.startswith("RCPT TO:"):
                address = command[8:].strip(" <>")
                if address == server.dies_at:
                    return
                if address in server.refused:
                    self._say("550 no such person")
                else:
                    envelope.recipients.append(address)
                    self._say("250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                message = message_from_bytes(b"".join(lines), policy=policy.default)
                server.messages.append(message)
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())
