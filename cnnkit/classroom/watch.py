"""A page for the projector: how many have predicted what, while the class answers.

A small server of the standard library, reachable from this computer alone. It reads the answers
files of a shared folder again every other second, and tells the page numbers, never names. Which
answer is right, and what the others overlook, it tells only once the teacher has opened it.
"""

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from cnnkit.classroom.contents import Contents, contents
from cnnkit.classroom.report_page import document
from cnnkit.classroom.student_answers import Class, read_class
from cnnkit.classroom.tally import distribution
from cnnkit.classroom.terminal import plain
from cnnkit.exercises.engine.text_and_html import inline
from cnnkit.exercises.predictions.question import Question
from cnnkit.exercises.predictions.typed_answers import as_number
from cnnkit.files.printing import say

__all__ = ["Watch", "serve", "server"]

HOST = "127.0.0.1"
EVERY = 1.5
"""Seconds between two looks into the folder, however many pages ask."""


@dataclass
class Watch:
    """What the page is told; files are read again at most every ``every`` seconds.

    Attributes
    ----------
    folder : pathlib.Path
    course : Contents
    """

    folder: Path
    course: Contents
    every: float = EVERY
    _read: tuple[float, Class] = field(default_factory=lambda: (-1e9, Class()))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def lessons(self) -> dict:
        """Return the lessons with their questions, as numbers and texts."""
        found = self._now()
        given = [key for work in found.students for key in work.predictions]
        return {
            "students": len(found.students),
            "lessons": [
                {
                    "title": f"{lesson[-2:]} · {title}",
                    "questions": [
                        {"key": one.key, "text": inline(one.text), "answers": given.count(one.key)}
                        for one in self.course.of(lesson)[1]
                    ],
                }
                for lesson, title in self.course.titles.items()
            ],
        }

    def question(self, key: str, *, opened: bool) -> dict:
        """Return how many have answered, and, once it is opened, what and why.

        Raises
        ------
        KeyError
            If there is no such question.
        """
        question = self.course.questions[key]
        found = self._now()
        given = [work.predictions[key] for work in found.students if key in work.predictions]
        counted = distribution(question, given)
        told = {
            "text": inline(question.text),
            "unit": inline(question.unit),
            "students": len(found.students),
            "predicted": counted.predicted,
            "shown": counted.shown,
        }
        bars = counted.bars
        if not question.choices:  # their order would tell which is right, and so would an empty one
            given = [bar for bar in bars if bar.students or (opened and bar.right)]
            bars = sorted(given, key=lambda bar: _number(question, bar.answer))
        told["bars"] = [
            {
                "answer": inline(plain(bar.answer)),
                "students": bar.students,
                **(_opened(bar) if opened else {}),
            }
            for bar in bars
        ]
        if opened:
            told["explanation"] = inline(question.explanation)
        return told

    def _now(self) -> Class:
        with self._lock:
            when, found = self._read
            if time.monotonic() - when > self.every:
                with contextlib.suppress(OSError, ValueError):  # a folder that is away for a while
                    found = read_class(self.folder)
                self._read = time.monotonic(), found
            return found


def _opened(bar) -> dict:
    return {"right": bar.right, "remark": inline(bar.remark) if bar.students else ""}


def _number(question: Question, answer: str) -> tuple[float, str]:
    try:
        return as_number(answer, question.unit), answer
    except ValueError:
        return float("inf"), answer


def page() -> str:
    """Return the page, which asks its own server and nobody else."""
    body = (
        '<header><nav><label for="question">Question</label> <select id="question"></select>'
        '<button id="open" aria-pressed="false">Open the answer</button>'
        '<button id="theme">Light or dark</button></nav></header>'
        '<p class="quiet" id="state" role="status">Waiting for the first answers.</p>'
        '<article id="card" tabindex="-1" hidden><h1 id="text"></h1>'
        '<ul class="bars" id="bars"></ul><p class="answer" id="explanation" hidden></p></article>'
        '<p class="tag keys">→ and ← change the question, O opens the answer, '
        "T changes light and dark.</p>"
    )
    return document("What the class predicts", body, "theme.js", "watch.js")


def server(watch: Watch, port: int = 0) -> ThreadingHTTPServer:
    """Return a server that is bound to this computer, and not running yet.

    Raises
    ------
    OSError
        If the port is taken.
    """
    text = page().encode()

    class Answers(BaseHTTPRequestHandler):
        """Answers GET requests of pages that this server has given out."""

        server_version, sys_version = "cnnkit", ""

        def do_GET(self):
            """Answer the page, the list of questions, or one question's numbers."""
            host = self.headers.get("Host", "").rpartition(":")[0]
            if host not in (HOST, "localhost"):  # a foreign page that calls itself this computer
                return self._send(403, b"", "text/plain")
            path = urlsplit(self.path)
            if path.path == "/":
                return self._send(200, text, "text/html; charset=utf-8")
            if path.path == "/lessons":
                return self._json(watch.lessons())
            if path.path.startswith("/question/"):
                try:
                    key = path.path.removeprefix("/question/")
                    return self._json(watch.question(key, opened=path.query == "open"))
                except KeyError:
                    pass
            return self._send(404, b"", "text/plain")

        def _json(self, value):
            self._send(200, json.dumps(value).encode(), "application/json")

        def _send(self, status, content, kind):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                self.wfile.write(content)

        def log_message(self, format, *args):
            """Say nothing: the terminal shows the address."""

    made = ThreadingHTTPServer((HOST, port), Answers)
    made.daemon_threads = True
    return made


def serve(folder: Path, port: int = 0) -> int | str:
    """Serve the page until Ctrl+C; return 0, or a sentence why not."""
    if not folder.is_dir():
        return f"there is no folder {folder.absolute()}; give the one that the class shares"
    if not 0 <= port < 65536:
        return f"--port {port} is not a port; give a number from 1024 to 65535, or leave it out"
    try:
        running = server(Watch(folder, contents()), port)
    except OSError as error:
        return f"cannot listen on port {port} ({error.strerror or error}); try another --port N"
    with running:
        say(f"Open http://{HOST}:{running.server_port}/ (Ctrl+C ends it)")
        with contextlib.suppress(KeyboardInterrupt):
            running.serve_forever(poll_interval=0.2)
    return 0
