"""Latency from input to the screen of every explorer, measured in a real JupyterLab.

    python benchmarks/latency.py                      all of them, about half an hour
    python benchmarks/latency.py FilterExplorer       one of them
    python benchmarks/latency.py --against ../older   all beside another checkout, twice as long

Two tasks for each explorer; the FilterExplorer shows a 28×28 picture and a 3×3 kernel:

drag : the pointer passes over 76 places of a panel, one about every 1/60 s: a little slower than
    the screen, so that over a drag the moves fall once on every moment of a frame
edit : a number or a setting is changed with the keyboard (a pixel with the mouse); it goes to
    Python, cnnkit computes, and the browser draws the new scene

What is measured. The clock starts at the input event's own time stamp (`event.timeStamp`, set when
the browser received the event, before any queue) and stops when the frame that shows the result
was presented. A page cannot see when that is: `requestAnimationFrame` runs *before* a frame is
painted, and the begin of the next frame comes up to one frame too late. So presentation is read
from Chromium's own trace, which follows each frame to its presentation and is what its
responsiveness metrics are made of. A mark that is set in the page right after the Board has painted
tells which frame it was. Two checks stand beside it in the result: `EventLatency`, the trace's own
figure from an event to the presented frame that it caused, and the begin of the animation frame
after the paint, which needs no trace.

Input goes the way of a real mouse and keyboard: through the browser's input pipeline (DevTools
`Input.dispatch…`), not as events made up in the page. A place counts as drawn when a painted frame
showed the cursor there, in its turn: a Board that is too slow skips places.

A browser keeps the pace that it started with, and the next one may have another, whichever code
they run. So each explorer is measured in several browsers, one after the other. Beside another
checkout both take turns, and the medians of their browsers' medians are compared; an explorer is
worse if its ratio is beyond noise and none of its turns says otherwise. Kernels of the other
checkout import its cnnkit; JupyterLab, its extensions and this benchmark are those of here. What
is out of sight costs a browser nothing, so both are compared in a window that shows both whole.
"""

import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests"))
from browser.harness import BrowserMissing, Chromium, LabPage, LabServer  # noqa: E402
from browser.notebooks import write  # noqa: E402

STEPS = 76
RATE = 60 * STEPS / (STEPS + 1)  # moves a second: see above
SIZE = 1280, 720
RESULTS = REPOSITORY / "benchmarks" / "results" / "latency.json"
WORSE = 1.08  # times the other checkout's median: up to this a difference is noise


@dataclasses.dataclass(frozen=True)
class Subject:
    """An explorer, the panel to drag over, and the change to make.

    `edit` names a list or number field to change with an arrow key, or a panel whose cells are
    typed into ("kernel[]"), clicked ("input[]") or painted ("pad[]").
    """

    create: str
    drag: str
    edit: str
    press: bool = True  # False where a pressed button would change a number
    columns: int = 0  # 0: as many as fit; bars are one wide column
    first: str = ""  # a button to press before each drag
    setup: str = ""  # what the cell before it defines
    label: str = ""  # what the result is called, where a class is measured more than once
    tall: int = 0  # pixels of a window in which older checkouts show the board whole

    @property
    def name(self):
        """The explorer's class."""
        return self.label or self.create.partition("(")[0]


# 3 convolutions of 32 maps on colour pictures of 32×32 pixels; its edit is a new picture.
LARGE = """
from cnnkit import Sequential
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
rng = np.random.default_rng(0)
blocks = [
    layer
    for channels in (3, 32, 32)
    for layer in (Conv2d(channels, 32, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2))
]
network = Sequential(*blocks, Flatten(), Linear(512, 10, rng=rng))
images = rng.uniform(size=(50, 3, 32, 32))
"""
SUBJECTS = (
    Subject("FilterExplorer(image=picture)", "map", "kernel[]"),
    Subject("NetworkExplorer(image='X')", "input", "input[]", press=False),
    Subject(
        "NetworkExplorer(network, images)",
        "3",
        "next",
        press=False,
        columns=16,  # of one map: the pointer stays on it
        setup=LARGE,
        label="NetworkExplorer, 3 × 32 maps",
        tall=1150,
    ),
    Subject(
        "NetworkExplorer(network, images, layer='3', map=4)",
        "map",
        "next",
        press=False,
        setup=LARGE,
        label="NetworkExplorer, a map of it open",
        tall=950,
    ),
    Subject("ActivationExplorer()", "curve", "activation"),
    Subject("PoolingExplorer()", "map", "partial"),
    Subject("ChannelExplorer()", "map", "preset"),
    Subject("ReceptiveFieldExplorer()", "image", "padding"),
    Subject("VoteExplorer()", "pooled", "votes_for", press=False),
    Subject("SoftmaxExplorer()", "probabilities", "temperature", press=False, columns=1),
    Subject("LossExplorer()", "cross-entropy", "rate", press=False),
    Subject("LandscapeExplorer()", "error", "rate", press=False),
    Subject("DescentExplorer()", "curve", "rate", press=False),
    Subject("BackpropExplorer()", "map", "kernel", press=False, tall=1050),
    Subject("TrainingLab()", "maps", "lr", press=False, columns=8),
    Subject("DrawPad()", "pad", "pad[]", first="clear"),  # the drag is a stroke, the edit a dot
)
PICTURE = """
import numpy as np
from cnnkit.widgets import *
rows, cols = np.mgrid[:28, :28]
picture = np.where((rows - cols) % 9 * ((rows + cols) % 7) < 9, 1.0, -1.0)
"""

OF_PACKAGE = """
import pathlib, cnnkit
assert pathlib.Path(cnnkit.__file__).resolve().is_relative_to({package!r}), cnnkit.__file__
"""

# A new picture through a network of 3 × 32 maps may take longer than a single number.
LONGER = {
    ("NetworkExplorer, 3 × 32 maps", "edit", "p95_ms"): ("≤", 150),
    ("NetworkExplorer, a map of it open", "edit", "p95_ms"): ("≤", 150),
}
TARGETS = {
    ("drag", "p95_ms"): ("≤", 33),
    ("drag", "drawn"): ("≥", 70),
    ("edit", "p95_ms"): ("≤", 100),
}

TRACE = {
    "transferMode": "ReportEvents",
    "traceConfig": {
        "includedCategories": [
            "blink.user_timing",
            "disabled-by-default-devtools.timeline.frame",
            "input",
        ],
    },
}

# Logs inputs and paints of one Board; each paint leaves a mark in the trace.
WATCH = """
(root) => {
  const log = {inputs: [], draws: [], seq: () => Number(root.dataset.seq)};
  window.cnnkitLatency = log;
  const place = ({panel, channel, row, col}) => [panel, channel, row, col].join();
  const cursor = log.cursor = () => {
    const {cursor} = root.cnnkit;
    return place(typeof cursor === 'function' ? cursor() : cursor);
  };
  for (const type of ['pointermove', 'pointerdown', 'keydown']) {
    window.addEventListener(type, (event) => {
      // Several moves may arrive as one event; each keeps its own time.
      const parts = event.getCoalescedEvents?.() ?? [];
      for (const part of parts.length ? parts : [event]) {
        log.inputs.push({type, key: event.key, at: part.timeStamp, x: part.clientX,
                         y: part.clientY});
      }
    }, {capture: true, passive: true});
  }
  // Called in the animation frame of the paint itself, before the frame is presented.
  new MutationObserver(() => {
    const draw = {at: performance.now(), cursor: cursor(), seq: log.seq()};
    performance.mark(`cnnkit-draw-${log.draws.length}`);
    log.draws.push(draw);
    requestAnimationFrame(() => { draw.next = performance.now(); });
  }).observe(root, {attributes: true, attributeFilter: ['data-draws']});
}
"""


REACHED = """
(root, [panel, points]) => {
  const canvas = root.querySelector(`[data-panel="${panel}"] canvas`);
  return points.every(([x, y]) => document.elementFromPoint(x, y) === canvas);
}
"""


# Whether a board lies, from top to bottom, in the part of the page where cells are seen.
SEEN_WHOLE = """
(root) => {
  const board = root.getBoundingClientRect();
  const view = root.closest('.jp-WindowedPanel-outer').getBoundingClientRect();
  return view.top <= board.top && board.bottom <= view.bottom;
}
"""


class Trace:
    """Record Chromium's trace while the block runs; the events are there afterwards."""

    def __init__(self, chromium, page):
        self._session = chromium.browser.new_browser_cdp_session()
        self._page = page
        self._complete = False
        self.events = []
        self._session.on("Tracing.dataCollected", lambda part: self.events.extend(part["value"]))
        self._session.on("Tracing.tracingComplete", self._on_complete)

    def _on_complete(self, _):
        self._complete = True

    def __enter__(self):
        self._session.send("Tracing.start", TRACE)
        return self

    def __exit__(self, *exception):
        self._session.send("Tracing.end")
        deadline = time.monotonic() + 30
        while not self._complete and time.monotonic() < deadline:
            self._page.wait_for_timeout(20)
        self._session.detach()

    def spans(self, name):
        """Begin, end (microseconds), key and arguments of each asynchronous event of this name."""
        open_spans, spans = {}, []
        # At one time stamp an end comes before the begin of the next span of the same id.
        events = (event for event in self.events if event["name"] == name)
        for event in sorted(events, key=lambda event: (event["ts"], event["ph"] != "e")):
            key = (event["pid"], json.dumps(event.get("id2", event.get("id"))))
            if event["ph"] == "b":
                open_spans.setdefault(key, []).append(event)
            elif event["ph"] == "e" and open_spans.get(key):
                begin = open_spans[key].pop()
                spans.append((begin["ts"], event["ts"], key, begin.get("args", {})))
        return sorted(spans, key=lambda span: span[:2])

    def presented(self):
        """Map each mark's number to (microseconds of the mark, page time in ms, presentation)."""
        to_commit = self.spans("SendBeginMainFrameToCommit")
        to_screen = self.spans("SubmitCompositorFrameToPresentationCompositorFrame")
        found = {}
        for event in self.events:
            match = re.fullmatch(r"cnnkit-draw-(\d+)", event["name"])
            if not match:
                continue
            at = event["ts"]
            # The frame whose main-thread part holds the mark, then that frame's way to the screen.
            frames = [s for s in to_commit if s[0] <= at <= s[1] and s[2][0] == event["pid"]]
            for _, end, key, _ in frames:
                shown = [s for s in to_screen if s[2] == key and s[0] >= end]
                if shown:
                    start = event["args"]["data"]["startTime"]
                    found[int(match[1])] = at, start, shown[0][1]
                    break
        return found

    def event_latencies(self, event_type):
        """Chromium's own figures in milliseconds, from events of a type to the presented frame."""
        return [
            (end - begin) / 1000
            for begin, end, _, arguments in self.spans("EventLatency")
            if arguments.get("event_latency", {}).get("event_type") == event_type
        ]


class Bytes:
    """Count what the page and the kernel send each other through websockets."""

    def __init__(self, page):
        self.sent = self.received = 0
        page.on("websocket", self._on_socket)

    def _on_socket(self, socket):
        socket.on("framesent", self._on_sent)
        socket.on("framereceived", self._on_received)

    def _on_sent(self, payload):
        self.sent += len(payload)

    def _on_received(self, payload):
        self.received += len(payload)

    def total(self):
        """Return the bytes of both directions so far."""
        return self.sent + self.received


def path_over(board, subject):
    """Return 76 points of a panel, to and fro row by row; each is another cell than the last."""
    return board.evaluate(
        """(root, [panel, columns, steps]) => {
          const canvas = root.querySelector(`[data-panel="${panel}"] canvas`);
          const box = canvas.getBoundingClientRect();
          const {x, y, w, h} = root.cnnkit.rect(panel, 0, 0, 0);
          if (panel === 'curve') { // from where its axis begins: left of that nothing moves
            const reach = 0.9 * (box.right - x);
            return [...Array(steps).keys()].map((i) =>
              [x + reach * (i + 0.5) / steps, box.y + box.height / 2]);
          }
          const rim = 4; // pixels around the cells
          const cols = columns || Math.round((box.right - rim - x) / w);
          const rows = Math.round((box.bottom - rim - y) / h);
          // The frame of the X is the same everywhere: leave it out.
          const border = panel === 'input' ? 1 : 0;
          const points = [];
          for (let turn = 0; points.length < steps; turn += 1) {
            const across = cols - 2 * border, down = rows - 2 * border;
            const lap = Math.floor(turn / down);
            const row = lap % 2 === 0 ? turn % down : down - 1 - turn % down;
            if (lap && turn % down === 0) continue; // the turning row was just passed
            for (let i = 0; i < across; i += 1) {
              const col = turn % 2 === 0 ? i : across - 1 - i;
              points.push([x + (border + col + 0.5) * w, y + (border + row + 0.5) * h]);
            }
          }
          return points.slice(0, steps);
        }""",
        [subject.drag, subject.columns, STEPS],
    )


def show_points(lab, board, panel, points_of):
    """Scroll to where the pointer reaches a panel at all of some points; returns the points."""
    # First the whole board; it may be higher than the window.
    for element in (board, board.locator(f'[data-panel="{panel}"]')):
        lab.show(element)
        points = points_of()
        if board.evaluate(REACHED, [panel, points]):
            return points
    raise RuntimeError(f"the pointer does not reach all of {panel}: give a higher window")


def drawn(wanted, shown):
    """Count the places that were painted in their turn."""
    count = at = 0
    for cursor in shown:
        # A paint may skip places, never go back.
        if cursor in wanted[at : at + 12]:
            at += wanted[at : at + 12].index(cursor) + 1
            count += 1
    return count


def latencies(log, trace, pairs):
    """Milliseconds from input to presented frame, and to the next animation frame.

    `pairs` are (input, number of the draw that shows its effect).
    """
    presented = trace.presented()
    exact, bound = [], []
    for event, number in pairs:
        draw = log["draws"][number]
        if number in presented:
            mark, page_time, shown = presented[number]
            # The mark is the same moment on both clocks: the trace's and the page's.
            exact.append(page_time - event["at"] + (shown - mark) / 1000)
        if "next" in draw:
            bound.append(draw["next"] - event["at"])
    return exact, bound


def start_log(page):
    page.evaluate("() => { cnnkitLatency.inputs.length = cnnkitLatency.draws.length = 0; }")


def read_log(page):
    return page.evaluate("() => ({inputs: cnnkitLatency.inputs, draws: cnnkitLatency.draws})")


def drag(lab, chromium, board, bytes_, subject):
    """One drag over 76 places; returns its raw figures."""
    if subject.first:
        board.locator(f'[data-control="{subject.first}"]').click()
    points = show_points(lab, board, subject.drag, lambda: path_over(board, subject))
    mouse = lab.page.mouse
    # Once slowly, to learn which cell belongs to each place.
    wanted = []
    for x, y in points:
        mouse.move(x, y)
        lab.settle(2)
        wanted.append(lab.page.evaluate("() => cnnkitLatency.cursor()"))
    mouse.move(points[1][0], points[1][1])
    if subject.press:
        mouse.down()
    lab.settle(30)
    start_log(lab.page)
    before = bytes_.total()
    with Trace(chromium, lab.page) as trace:
        begin = time.perf_counter()
        for number, (x, y) in enumerate(points):
            while (rest := begin + number / RATE - time.perf_counter()) > 0:
                time.sleep(rest)
            mouse.move(x, y)
        took = time.perf_counter() - begin
        # The cursor is told to Python when the pointer rests; that belongs to the drag's bytes.
        lab.page.wait_for_timeout(1000)
    mouse.up()
    log = read_log(lab.page)
    moves = [event for event in log["inputs"] if event["type"] == "pointermove"]
    pairs = []
    for event in moves:
        later = [i for i, draw in enumerate(log["draws"]) if draw["at"] >= event["at"]]
        if later:
            pairs.append((event, later[0]))
    exact, bound = latencies(log, trace, pairs)
    return {
        "exact": exact,
        "bound": bound,
        "event_latency": trace.event_latencies("MOUSE_DRAGGED")
        or trace.event_latencies("MOUSE_MOVED_EVENT"),
        "drawn": drawn(wanted, [draw["cursor"] for draw in log["draws"]]),
        "rate": (STEPS - 1) / took,
        "bytes": (bytes_.total() - before) / STEPS,
    }


def edits(lab, chromium, board, bytes_, subject, count):
    """Change a number or setting several times; returns the raw figures."""
    if subject.edit.endswith("[]"):
        panel = subject.edit.removesuffix("[]")
        show_points(
            lab,
            board,
            panel,
            lambda: [centre(board, subject.edit, number) for number in range(count)],
        )
    else:
        lab.show(board)
    start_log(lab.page)
    causes, sizes = [], []
    with Trace(chromium, lab.page) as trace:
        for number in range(count):
            event, key = prepare_edit(lab, board, subject.edit, number)
            lab.page.wait_for_timeout(300)  # by now Python was told where the cursor rests
            seq, sent = lab.page.evaluate("() => cnnkitLatency.seq()"), bytes_.total()
            inputs = lab.page.evaluate("() => cnnkitLatency.inputs.length")
            if key:
                lab.page.keyboard.press(key)
            else:
                lab.page.mouse.down()
                lab.page.mouse.up()
            lab.page.wait_for_function("(seq) => cnnkitLatency.seq() > seq", arg=seq)
            lab.page.wait_for_timeout(100)
            causes.append((inputs, event, key, seq))
            sizes.append(bytes_.total() - sent)
    log = read_log(lab.page)
    pairs = []
    for start, kind, key, seq in causes:
        cause = next(
            event
            for event in log["inputs"][start:]
            if event["type"] == kind and event.get("key") == key
        )
        pairs.append((cause, next(i for i, draw in enumerate(log["draws"]) if draw["seq"] > seq)))
    exact, bound = latencies(log, trace, pairs)
    return {"exact": exact, "bound": bound, "bytes": statistics.median(sizes)}


def centre(board, what, number):
    """The middle of the cell that an edit changes."""
    cell = [what.removesuffix("[]"), 0, *divmod(number % 9, 3)]
    if what == "pad[]":  # each dot on clean paper
        cell = ["pad", 0, 4 + number // 8 % 8 * 8, 4 + number % 8 * 8]
    rect = board.evaluate("(root, at) => root.cnnkit.rect(...at)", cell)
    return rect["x"] + rect["w"] / 2, rect["y"] + rect["h"] / 2


def prepare_edit(lab, board, what, number):
    """Go to the brink of a change; returns the event, and the key, that will bring it about."""
    keyboard, mouse = lab.page.keyboard, lab.page.mouse
    if what.endswith("[]"):
        place = centre(board, what, number)
        if what in ("input[]", "pad[]"):
            mouse.move(*place)
            return "pointerdown", None
        mouse.click(*place)
        lab.settle(5)
        keyboard.press("ControlOrMeta+a")
        keyboard.type(f"{(number % 19 - 9) / 10 + 0.05:.2f}")
        return "keydown", "Enter"
    control = board.locator(f'[data-control="{what}"]')
    control.focus()
    if control.evaluate("(one) => one.tagName") == "BUTTON":
        return "keydown", "Enter"
    options = control.locator("option").count()
    last = control.evaluate("(list) => list.selectedIndex") >= options - 1
    return "keydown", "ArrowUp" if last else "ArrowDown"


def summary(runs):
    """Median and 95th percentile over all runs of a task."""
    pooled = {}
    for key in ("exact", "bound", "event_latency"):
        values = [value for run in runs for value in run.get(key, [])]
        if values:
            pooled[key] = values
    result = {
        "samples": len(pooled["exact"]),
        "median_ms": statistics.median(pooled["exact"]),
        "p95_ms": float(np.percentile(pooled["exact"], 95)),
        "worst_ms": max(pooled["exact"]),
        "bytes_per_step": statistics.median(run["bytes"] for run in runs),
        "next_frame_p95_ms": float(np.percentile(pooled["bound"], 95)),
    }
    if "event_latency" in pooled:
        result["event_latency_p95_ms"] = float(np.percentile(pooled["event_latency"], 95))
    if "drawn" in runs[0]:
        # The worst run counts.
        result["drawn"] = min(run["drawn"] for run in runs)
        result["input_rate_hz"] = statistics.median(run["rate"] for run in runs)
    return result


def measure(subject, server, *, drags, edit_count, size, package=REPOSITORY, whole=False):
    """Run both tasks with one explorer in a browser of its own; return the raw figures of each.

    The kernel has to use the cnnkit of the checkout `package`. With `whole`, a board that is not
    seen whole, before or after, is an error.
    """
    # The page's sockets open while it loads, so the counter has to be there before.
    counters = []
    with Chromium() as chromium, tempfile.TemporaryDirectory() as folder:
        notebook = write(
            pathlib.Path(folder) / "latency.ipynb",
            OF_PACKAGE.format(package=str(package)) + PICTURE + subject.setup,
            subject.create,
        )
        with LabPage(
            server,
            chromium,
            notebook,
            size=size,
            prepare=lambda page: counters.append(Bytes(page)),
        ) as lab:
            lab.run_all()
            if problems := lab.problems():
                raise RuntimeError("; ".join(problems))
            board = lab.board()
            board.evaluate(WATCH)
            context = lab, chromium, board, counters[0]
            drag(*context, subject)  # warms up, not counted
            edits(*context, subject, 3)
            if whole:
                check_seen_whole(lab, board, package)
            dragged = [drag(*context, subject) for _ in range(drags)]
            edited = edits(*context, subject, edit_count)
            if whole:
                check_seen_whole(lab, board, package)
            problems = lab.problems()
    if problems:
        sentence = "; ".join(problems)
        raise RuntimeError(f"the page had errors, so its figures mean nothing: {sentence}")
    found = {"drag": dragged, "edit": [edited]}
    for task, runs in found.items():
        if not any(run["exact"] for run in runs):
            raise NothingPresentedError(f"the trace tells of no {task}'s frame")
    return found


def check_seen_whole(lab, board, package):
    """Refuse a board that the window cuts off: what is out of sight costs a browser nothing."""
    lab.show(board)
    if not board.evaluate(SEEN_WHOLE):
        height = lab.page.viewport_size["height"]
        raise RuntimeError(
            f"a window of {height} pixels does not show the board of {package} whole; give a "
            "larger --height"
        )


class NothingPresentedError(RuntimeError):
    """Chromium's trace came without the frames of a task."""


def measure_again(times, subject, server, *, package, **options):
    """Measure in another browser, up to so many times, where a trace came without frames."""
    while True:
        try:
            return measure(subject, server, package=package, **options)
        except NothingPresentedError as error:
            if not times:
                raise
            print(f"{subject.name} of {package}: {error}; measured again", file=sys.stderr)
            times -= 1


def together(browsers):
    """Summaries of both tasks over what several browsers measured."""
    return {
        task: summary([run for browser in browsers for run in browser[task]])
        for task in ("drag", "edit")
    }


def medians(browsers, task):
    """The median of each browser, in milliseconds."""
    return [
        statistics.median(value for run in browser[task] for value in run["exact"])
        for browser in browsers
    ]


def machine(chromium_version):
    """Describe what the figures were measured on."""
    from importlib.metadata import version

    packages = ("cnnkit", "numpy", "anywidget", "ipywidgets", "ipykernel", "jupyterlab")
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "chromium": chromium_version,
        **{name: version(name) for name in packages},
    }


def processor():
    """Return the processor's name as the system knows it."""
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    if cpuinfo.exists():
        match = re.search(r"^model name\s*:\s*(.+)$", cpuinfo.read_text(), re.MULTILINE)
        if match:
            return match[1]
    if platform.system() == "Darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    return platform.processor() or platform.machine()


# Title, key and format of each column of the table.
COLUMNS = (
    ("median", "median_ms", "{:.1f} ms"),
    ("p95", "p95_ms", "{:.1f} ms"),
    ("worst", "worst_ms", "{:.1f} ms"),
    (f"drawn of {STEPS}", "drawn", "{:.0f}"),
    ("bytes a step", "bytes_per_step", "{:.0f}"),
    ("samples", "samples", "{:.0f}"),
    ("EventLatency p95", "event_latency_p95_ms", "{:.1f} ms"),
    ("next frame p95", "next_frame_p95_ms", "{:.1f} ms"),
)


def table(results):
    """Return the results as lines of text, each target beside its figure."""
    rows = [("explorer", "task", *(title for title, _, _ in COLUMNS))]
    for name, tasks in results.items():
        for task, result in tasks.items():
            cells = []
            for _, key, pattern in COLUMNS:
                text = pattern.format(result[key]) if key in result else ""
                if (task, key) in TARGETS:
                    sign, target = LONGER.get((name, task, key), TARGETS[task, key])
                    verdict = "" if reached(result[key], sign, target) else " MISSED"
                    text += f" ({sign} {target}{verdict})"
                cells.append(text)
            rows.append((name, task, *cells))
    return aligned(rows)


def aligned(rows):
    """Return rows of cells as lines of text, their columns below each other."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if i < 2 else text.rjust(width)
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def reached(value, sign, target):
    return value <= target if sign == "≤" else value >= target


def missed(results):
    """Name the targets that were not reached."""
    return [
        f"{name} {task} {key}"
        for name, tasks in results.items()
        for (task, key), usual in TARGETS.items()
        if not reached(tasks[task][key], *LONGER.get((name, task, key), usual))
    ]


def rounded_medians(measured):
    """The medians of each explorer's browsers, as they are stored."""
    return {
        name: {task: [round(ms, 2) for ms in medians(browsers, task)] for task in ("drag", "edit")}
        for name, browsers in measured.items()
    }


def beside(now, other):
    """Return lines that compare each explorer's medians, and the names of those that are worse."""
    rows, worse = [("explorer", "task", "before", "now", "ratio", "of each turn")], []
    for name, browsers in now.items():
        for task in ("drag", "edit"):
            before, here = medians(other[name], task), medians(browsers, task)
            turns = [one / another for one, another in zip(here, before, strict=True)]
            middles = statistics.median(before), statistics.median(here)
            ratio = middles[1] / middles[0]
            is_worse = ratio > WORSE and min(turns) > 1
            if is_worse:
                worse.append(f"{name} {task}")
            rows.append(
                (
                    name,
                    task,
                    *(f"{middle:.1f} ms" for middle in middles),
                    f"{ratio:.2f}{' WORSE' if is_worse else ''}",
                    " ".join(f"{turn:.2f}" for turn in turns),
                )
            )
    return aligned(rows), worse


def told(name, sides):
    """Return what is known of an explorer that was measured, beside the other checkout's if any."""
    if len(sides) == 1:
        return table({name: together(sides[0][name])}).partition("\n")[2]
    other, now = ({name: side[name]} for side in sides)
    return beside(now, other)[0].partition("\n")[2]


def window(subject, options):
    """The size of the window in which an explorer is measured."""
    return SIZE[0], max(options.height, subject.tall if options.against else 0)


def in_turns(subject, of, options):
    """Measure an explorer in several browsers for each checkout; none is always the first."""
    found = {checkout: [] for checkout in of}
    for turn in range(options.browsers):
        for checkout in list(of)[:: -1 if turn % 2 else 1]:
            browser = measure_again(
                2,
                subject,
                of[checkout],
                drags=options.drags,
                edit_count=options.edits,
                size=window(subject, options),
                package=checkout,
                whole=options.against is not None,
            )
            found[checkout].append(browser)
    return found


def servers(stack, checkouts):
    """Start a JupyterLab for each checkout, whose kernels find its cnnkit first."""
    found = {}
    for checkout in checkouts:
        environment = {"PYTHONPATH": str(checkout)}
        found[checkout] = stack.enter_context(LabServer(environment=environment))
    return found


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    known = [subject.name for subject in SUBJECTS]
    parser.add_argument("explorers", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--drags", type=int, default=2, help="drags of 76 steps (%(default)s)")
    parser.add_argument("--edits", type=int, default=12, help="edits (%(default)s)")
    parser.add_argument("--browsers", type=int, default=3, help="browsers each (%(default)s)")
    parser.add_argument("--height", type=int, default=SIZE[1], help="of the window (%(default)s)")
    parser.add_argument("--against", type=pathlib.Path, help="another checkout, to compare with")
    parser.add_argument("--out", type=pathlib.Path, help="JSON file; by default of a whole run")
    options = parser.parse_args(arguments)
    unknown = set(options.explorers) - set(known)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    checkouts = [REPOSITORY]
    if options.against:
        other = options.against.resolve()
        if not (other / "cnnkit" / "__init__.py").is_file():
            parser.error(f"{options.against} is not a checkout: it has no folder cnnkit")
        if other == REPOSITORY:
            parser.error(f"{options.against} is this checkout; give another one, such as a clone")
        checkouts.insert(0, other)
    measured, failed = {checkout: {} for checkout in checkouts}, []
    try:
        with Chromium() as chromium:
            description = machine(chromium.browser.version)
        print("{processor}, {cores} cores, {system}, Chromium {chromium}".format(**description))
        with contextlib.ExitStack() as stack:
            of = servers(stack, checkouts)
            for subject in SUBJECTS:
                if options.explorers and subject.name not in options.explorers:
                    continue
                try:
                    found = in_turns(subject, of, options)
                except BrowserMissing:
                    raise
                except Exception as error:  # the others are measured all the same
                    print(f"{subject.name}: NOT MEASURED: {error!r}", file=sys.stderr)
                    failed.append(subject.name)
                    continue
                for checkout, browsers in found.items():
                    measured[checkout][subject.name] = browsers
                # Told at once: it is not lost should a later one fail.
                print(told(subject.name, [measured[one] for one in checkouts]), file=sys.stderr)
    except BrowserMissing as error:
        print(error, file=sys.stderr)
        return 2
    now = measured[REPOSITORY]
    results = {name: together(browsers) for name, browsers in now.items()}
    print(table(results))
    rounded = {
        name: {
            task: {key: round(value, 2) for key, value in result.items()}
            for task, result in tasks.items()
        }
        for name, tasks in results.items()
    }
    content = {
        "machine": description,
        "browsers": options.browsers,
        "windows": {one.name: window(one, options) for one in SUBJECTS if one.name in now},
        "not_measured": failed,
        "results": rounded,
    }
    worse = []
    if options.against:
        lines, worse = beside(now, measured[other])
        print(lines)
        content["medians"] = {
            "before": rounded_medians(measured[other]),
            "now": rounded_medians(now),
        }
    if failed:
        print(f"not measured: {', '.join(failed)}")
    usual = (
        not options.explorers
        and not failed
        and all(
            getattr(options, name) == parser.get_default(name)
            for name in ("against", "browsers", "drags", "edits", "height")
        )
    )
    out = options.out or (RESULTS if usual else None)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
        print(f"stored in {out}")
    return 1 if missed(results) or worse or failed else 0


if __name__ == "__main__":
    sys.exit(main())
