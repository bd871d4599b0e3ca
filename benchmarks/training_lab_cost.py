"""What the TrainingLab costs beside a plain `fit`, measured in a real JupyterLab.

    python benchmarks/training_lab_cost.py            about two minutes

The network and the digits of lesson 09, with the validation pictures judged after every epoch:

throughput : epochs a second while the lab plays and the page draws, over those of `fit` in the same
    kernel, in turns
views : scenes that the page has painted a second, while it plays
pause : from the press on the button (`event.timeStamp`) to the button that says Play again; no step
    is done after that
interrupt : from the request to the end of the training, no cell running
"""

import argparse
import json
import pathlib
import statistics
import sys
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests"))
from browser.harness import BrowserMissing, Chromium, LabPage, LabServer  # noqa: E402
from browser.notebooks import write  # noqa: E402

PREPARE = """
import json, time
import numpy as np
from cnnkit import SGD, CrossEntropyLoss, fit, load_digits
from cnnkit.widgets import TrainingLab
from cnnkit.examples.digits import untrained_network
digits = load_digits()

def plain(epochs):
    model = untrained_network(rng=np.random.default_rng(2))
    optimizer = SGD(model, lr=0.05, momentum=0.9)
    begin = time.perf_counter()
    list(fit(model, *digits[:2], loss=CrossEntropyLoss(), optimizer=optimizer, epochs=epochs,
             validation=digits[2:]))
    return epochs / (time.perf_counter() - begin)

def played(epochs):
    lab.reset()
    begin = time.perf_counter()
    lab.play(epochs)
    while lab.playing:
        time.sleep(0.02)  # asking more often would itself slow the training down
    return epochs / (time.perf_counter() - begin)

lab = TrainingLab()
lab
"""
TARGETS = {"throughput": ("≥", 0.8), "views": ("≥", 10), "pause_ms": ("≤", 200)}

# From the press to the button's new word, by the page's own clock.
WATCH_PAUSE = """
(root) => new Promise((done) => {
  const button = root.querySelector('[data-control="playing"]');
  let pressed = 0;
  button.addEventListener('pointerdown', (event) => { pressed = event.timeStamp; }, {once: true});
  const watch = new MutationObserver(() => {
    if (button.textContent !== 'Play' || !pressed) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - pressed));
  });
  watch.observe(button, {childList: true, characterData: true, subtree: true});
  window.cnnkitWatching = true;
})
"""


def run(code, lab):
    """Run code in the kernel and return what it printed as JSON."""
    return json.loads(lab.run_code(code, timeout=300))


def throughput(lab, epochs, rounds):
    """Return the ratio of each round, warmed up before."""
    run("print(json.dumps([plain(3), played(3)]))", lab)
    ratios = []
    for _ in range(rounds):
        alone, watched = run(f"print(json.dumps([plain({epochs}), played({epochs})]))", lab)
        ratios.append(watched / alone)
    return ratios


def views(lab, board, seconds=4.0):
    """Return how many scenes a second were painted."""
    lab.run_code("lab.reset(); lab.play(100_000)")
    lab.page.wait_for_timeout(500)
    count, took = board.evaluate(
        """async (root, seconds) => {
          const seen = new Set(), begin = performance.now();
          while (performance.now() - begin < 1000 * seconds) {
            await new Promise(requestAnimationFrame);
            seen.add(root.dataset.seq);
          }
          return [seen.size - 1, (performance.now() - begin) / 1000];
        }""",
        seconds,
    )
    lab.run_code("lab.pause()")
    return count / took


def pauses(lab, board, count):
    """Return milliseconds from a press on Pause to the button that says so."""
    lab.run_code("lab.reset(); lab.play_epochs = 100_000")  # or it would end by itself meanwhile
    button = board.locator('[data-control="playing"]')
    found = []
    for _ in range(count):
        button.click()
        lab.page.wait_for_timeout(700)
        board.evaluate(f"(root) => {{ window.cnnkitPause = ({WATCH_PAUSE})(root); }}")
        button.click()
        found.append(lab.page.evaluate("() => window.cnnkitPause"))
    return found


def interrupts(lab, count):
    """Return milliseconds from the request of an interrupt to the end of the training."""
    found = []
    for _ in range(count):
        lab.run_code("lab.play(100_000)")
        lab.page.wait_for_timeout(400)
        lab.run_code(
            "import threading\n"
            "def watch():\n"
            "    global stopped\n"
            "    while lab._player.playing: time.sleep(0.001)\n"
            "    stopped = time.time()\n"
            "threading.Thread(target=watch, daemon=True).start()"
        )
        begin = lab.evaluate(
            """async () => {
              const begin = Date.now();
              await nb.sessionContext.session.kernel.interrupt();
              return begin;
            }"""
        )
        lab.page.wait_for_timeout(300)
        found.append(1000 * run("print(json.dumps(stopped))", lab) - begin)
        lab.run_code("lab.pause()")
    return found


def main(arguments=None):
    """Measure, print a table, store it; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=30, help="of a round (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="(%(default)s)")
    parser.add_argument("--pauses", type=int, default=15, help="(%(default)s)")
    parser.add_argument(
        "--out", type=pathlib.Path, default=REPOSITORY / "benchmarks/results/training_lab.json"
    )
    options = parser.parse_args(arguments)
    try:
        with Chromium() as chromium, LabServer() as server, tempfile.TemporaryDirectory() as folder:
            notebook = write(pathlib.Path(folder) / "lab.ipynb", PREPARE)
            with LabPage(server, chromium, notebook, size=(1280, 720)) as lab:
                lab.run_all()
                board = lab.board()
                ratios = throughput(lab, options.epochs, options.rounds)
                seen = views(lab, board)
                paused = pauses(lab, board, options.pauses)
                interrupted = interrupts(lab, 5)
                problems = lab.problems()
    except BrowserMissing as error:
        print(error, file=sys.stderr)
        return 2
    if problems:
        print("the page had errors, so its figures mean nothing:", *problems, sep="\n")
        return 2
    results = {
        "throughput": statistics.median(ratios),
        "throughput_worst": min(ratios),
        "views": seen,
        "pause_ms": statistics.median(paused),
        "pause_worst_ms": max(paused),
        "interrupt_ms": statistics.median(interrupted),
    }
    missed = False
    for name, value in results.items():
        sign, target = TARGETS.get(name, ("", ""))
        reached = not sign or (value >= target if sign == "≥" else value <= target)
        missed |= not reached
        print(f"{name:18} {value:8.2f}  {sign} {target}{'' if reached else '  MISSED'}".rstrip())
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(
        json.dumps({k: round(v, 2) for k, v in results.items()}, indent=2) + "\n"
    )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
