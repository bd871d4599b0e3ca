"""How long from the hand to the screen? The FilterExplorer in a real JupyterLab, measured.

    python benchmarks/latency.py

Two tasks, on a 28×28 picture with a 3×3 kernel:

drag : the window is dragged over 76 neighbouring places of the map, one step every 1/60 s
edit : a number is typed into a cell of the kernel; Enter sends it to Python, cnnkit computes the
    map, the browser draws it

What is measured. The clock starts at the input event's own time stamp (`event.timeStamp`, set when
the browser received the event, before any queue) and stops when the frame that shows the result
was presented. A page cannot see when that is: `requestAnimationFrame` runs *before* a frame is
painted, and two of them in a row measure up to the begin of the *next* frame, about one frame
too long. So presentation is read from Chromium's own trace, the one behind its responsiveness
metrics: `PipelineReporter` follows each frame from its begin to its presentation. A mark set in the
page right after the Board has painted tells which frame it was. Two checks stand beside it in the
result: `EventLatency`, the trace's own figure from an event to the presented frame that it caused,
and the double `requestAnimationFrame`, an upper bound that needs no trace.

Input goes the way of a real mouse and keyboard: through the browser's input pipeline (DevTools
`Input.dispatch…`), not as events made up in the page. A place counts as drawn when a painted frame
showed the cursor there: a Board that is too slow skips places.
"""

import argparse
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

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests"))
from browser.harness import BrowserMissing, Chromium, LabPage, LabServer  # noqa: E402
from browser.notebooks import write  # noqa: E402

STEPS = 76
RATE = 60
SOURCES = (
    "import numpy as np\nfrom cnnkit.widgets import FilterExplorer",
    "rows, cols = np.mgrid[:28, :28]\n"
    "picture = np.where((rows - cols) % 9 * ((rows + cols) % 7) < 9, 1.0, -1.0)\n"
    "explorer = FilterExplorer(image=picture)\n"
    "explorer",
)

# Columns of the table: name, unit, key, target and how it is compared.
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
  const log = {inputs: [], draws: []};
  window.cnnkitLatency = log;
  const place = ({panel, channel, row, col}) => [panel, channel, row, col].join();
  const cursor = () => {
    const {cursor} = root.cnnkit;
    return place(typeof cursor === 'function' ? cursor() : cursor);
  };
  for (const type of ['pointermove', 'keydown']) {
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
    const draw = {at: performance.now(), cursor: cursor(), seq: Number(root.dataset.seq)};
    performance.mark(`cnnkit-draw-${log.draws.length}`);
    log.draws.push(draw);
    requestAnimationFrame(() => { draw.next = performance.now(); });
  }).observe(root, {attributes: true, attributeFilter: ['data-draws']});
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


def path_over_map(size):
    """Return the first 76 places of a map of size×size from its middle rows on, to and fro."""
    first = (size - STEPS // size) // 2
    places = []
    for row in range(first, size):
        cols = range(size) if (row - first) % 2 == 0 else reversed(range(size))
        places += [(row, col) for col in cols]
    return places[:STEPS]


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


def drag(lab, chromium, board, bytes_):
    """One drag over 76 places; returns its raw figures."""
    lab.show(board)
    places = path_over_map(28 - 3 + 1)
    rects = board.evaluate(
        """(root, places) => places.map(([row, col]) => {
          const {x, y, w, h} = root.cnnkit.rect('map', 0, row, col);
          return [x + w / 2, y + h / 2];
        })""",
        places,
    )
    mouse = lab.page.mouse
    # Start one place beside the first, so that all 76 are steps.
    mouse.move(rects[0][0], rects[0][1] + (rects[1][0] - rects[0][0]))
    mouse.down()
    lab.settle(20)
    lab.page.evaluate("() => { cnnkitLatency.inputs.length = cnnkitLatency.draws.length = 0; }")
    before = bytes_.total()
    with Trace(chromium, lab.page) as trace:
        begin = time.perf_counter()
        for number, (x, y) in enumerate(rects):
            while (rest := begin + number / RATE - time.perf_counter()) > 0:
                time.sleep(rest)
            mouse.move(x, y)
        took = time.perf_counter() - begin
        # The cursor is told to Python when the pointer rests; that belongs to the drag's bytes.
        lab.page.wait_for_timeout(1000)
    mouse.up()
    log = lab.page.evaluate("() => cnnkitLatency")
    moves = [event for event in log["inputs"] if event["type"] == "pointermove"]
    pairs = []
    for event in moves:
        later = [i for i, draw in enumerate(log["draws"]) if draw["at"] >= event["at"]]
        if later:
            pairs.append((event, later[0]))
    exact, bound = latencies(log, trace, pairs)
    wanted = {f"map,0,{row},{col}" for row, col in places}
    return {
        "exact": exact,
        "bound": bound,
        "event_latency": trace.event_latencies("MOUSE_DRAGGED"),
        "drawn": len(wanted & {draw["cursor"] for draw in log["draws"]}),
        "rate": (STEPS - 1) / took,
        "bytes": (bytes_.total() - before) / STEPS,
    }


def edit(lab, chromium, board, bytes_, number):
    """Type one number into a cell of the kernel; returns its raw figures."""
    lab.show(board)
    row, col = divmod(number % 9, 3)
    rect = board.evaluate(
        "(root, at) => root.cnnkit.rect('kernel', 0, ...at)",
        [row, col],
    )
    lab.page.mouse.click(rect["x"] + rect["w"] / 2, rect["y"] + rect["h"] / 2)
    lab.settle(5)
    lab.page.keyboard.press("ControlOrMeta+a")
    lab.page.keyboard.type(f"{(number % 19 - 9) / 10 + 0.05:.2f}")
    lab.settle(5)
    seq = int(board.get_attribute("data-seq"))
    lab.page.evaluate("() => { cnnkitLatency.inputs.length = cnnkitLatency.draws.length = 0; }")
    before = bytes_.total()
    with Trace(chromium, lab.page) as trace:
        lab.page.keyboard.press("Enter")
        lab.wait_until(
            lambda: int(board.get_attribute("data-seq")) > seq, "the edit did not arrive"
        )
        lab.page.wait_for_timeout(300)
    log = lab.page.evaluate("() => cnnkitLatency")
    enter = next(event for event in log["inputs"] if event["key"] == "Enter")
    shown = next(i for i, draw in enumerate(log["draws"]) if draw["seq"] > seq)
    exact, bound = latencies(log, trace, [(enter, shown)])
    return {"exact": exact, "bound": bound, "bytes": bytes_.total() - before}


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def summary(runs):
    """Median and 95th percentile over all runs of a task."""
    together = {}
    for key in ("exact", "bound", "event_latency"):
        values = [value for run in runs for value in run.get(key, [])]
        if values:
            together[key] = values
    result = {
        "samples": len(together["exact"]),
        "median_ms": statistics.median(together["exact"]),
        "p95_ms": percentile(together["exact"], 0.95),
        "worst_ms": max(together["exact"]),
        "bytes_per_step": statistics.median(run["bytes"] for run in runs),
        "double_frame_median_ms": statistics.median(together["bound"]),
        "double_frame_p95_ms": percentile(together["bound"], 0.95),
    }
    if "event_latency" in together:
        result["event_latency_p95_ms"] = percentile(together["event_latency"], 0.95)
    if "drawn" in runs[0]:
        # The worst run counts.
        result["drawn"] = min(run["drawn"] for run in runs)
        result["input_rate_hz"] = statistics.median(run["rate"] for run in runs)
    return result


def measure(*, drags, edits):
    """Run both tasks in one JupyterLab; return their summaries."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = write(pathlib.Path(folder) / "latency.ipynb", *SOURCES)
        with Chromium() as chromium, LabServer() as server:
            # The page's sockets open while it loads, so the counter has to be there before.
            counters = []
            with LabPage(
                server,
                chromium,
                notebook,
                size=(1280, 720),
                prepare=lambda page: counters.append(Bytes(page)),
            ) as lab:
                lab.run_all()
                board = lab.board()
                board.evaluate(WATCH)
                drag(lab, chromium, board, counters[0])  # warms up, not counted
                edit(lab, chromium, board, counters[0], 0)
                dragged = [drag(lab, chromium, board, counters[0]) for _ in range(drags)]
                edited = [edit(lab, chromium, board, counters[0], i + 1) for i in range(edits)]
                problems = lab.problems()
                version = chromium.browser.version
    if problems:
        raise RuntimeError(
            "the page had errors, so its figures mean nothing: " + "; ".join(problems)
        )
    return {"drag": summary(dragged), "edit": summary(edited)}, version


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


def table(results):
    """Return the results as lines of text, each target beside its figure."""
    rows = [("task", "figure", "measured", "target", "")]
    names = {
        "median_ms": "input → presented frame, median",
        "p95_ms": "input → presented frame, p95",
        "worst_ms": "input → presented frame, worst",
        "drawn": f"places drawn of {STEPS}, worst run",
        "input_rate_hz": "input rate reached",
        "event_latency_p95_ms": "check: Chromium's EventLatency, p95",
        "double_frame_p95_ms": "upper bound: double animation frame, p95",
        "bytes_per_step": "websocket bytes a step",
        "samples": "samples",
    }
    for task, result in results.items():
        for key, name in names.items():
            if key not in result:
                continue
            value = result[key]
            unit = " ms" if key.endswith("_ms") else " Hz" if key.endswith("_hz") else ""
            shown = f"{value:.1f}{unit}" if unit else f"{value:.0f}"
            sign, target = TARGETS.get((task, key), ("", ""))
            verdict = ""
            if sign:
                verdict = "ok" if reached(value, sign, target) else "MISSED"
            rows.append((task, name, shown, f"{sign} {target}{unit}" if sign else "", verdict))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    return "\n".join(
        "  ".join(
            text.rjust(width) if i in (2, 3) else text.ljust(width)
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def reached(value, sign, target):
    return value <= target if sign == "≤" else value >= target


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drags", type=int, default=5, help="drags of 76 steps (%(default)s)")
    parser.add_argument("--edits", type=int, default=40, help="edits (%(default)s)")
    parser.add_argument(
        "--out", type=pathlib.Path, default=REPOSITORY / "benchmarks" / "results" / "latency.json"
    )
    options = parser.parse_args(arguments)
    try:
        results, chromium_version = measure(drags=options.drags, edits=options.edits)
    except BrowserMissing as error:
        print(error, file=sys.stderr)
        return 2
    description = machine(chromium_version)
    print("{processor}, {cores} cores, {system}, Chromium {chromium}".format(**description))
    print(table(results))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    rounded = {
        task: {key: round(value, 2) for key, value in result.items()}
        for task, result in results.items()
    }
    content = {"machine": description, "results": rounded}
    options.out.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    print(f"stored in {options.out}")
    missed = [
        key
        for key, (sign, target) in TARGETS.items()
        if not reached(results[key[0]][key[1]], sign, target)
    ]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
