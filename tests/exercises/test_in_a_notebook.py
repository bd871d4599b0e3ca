"""Checks and predictions in a notebook's kernel: line numbers of the cell, nothing that varies."""

import queue
import re
import time

import jupyter_client
import nbclient
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

CELLS = [
    "import sys\nimport numpy as np\nfrom cnnkit.exercises import lesson01, predict",
    "predict(lesson01.questions.crossing)",
    "def match_score(patch, feature):\n    raise NotImplementedError",
    "lesson01.match_score.check(match_score)",
    # A helper in another cell, which never ends.
    "def total(values):\n    while True:\n        values = values + 1",
    "def match_score(patch, feature):\n    print('begin')\n    return total(patch)\n\n"
    "lesson01.match_score.check(match_score)",
    "def match_score(patch, feature):\n    n = patch.size\n    return patch[n] / n\n\n"
    "lesson01.match_score.check(match_score)",
    "def match_score(patch, feature):\n    return "
    "sys.exit()\n\nlesson01.match_score.check(match_score)",
    "def again(patch, feature):\n    return again(patch, feature)\n\n"
    "lesson01.match_score.check(again)",
    "lesson01.match_score.check(lambda patch, feature: (patch * feature).sum())",
    "lesson01.match_score.hint()",
    "lesson01.match_score.solution()",
    "lesson01.progress()",
]


def run(folder):
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    client = nbclient.NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return notebook


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNNKIT_ANSWERS", "off")
        folder = tmp_path_factory.mktemp("kernel")
        (folder / "cnnkit_answers.json").write_text(
            '{"predictions": {"lesson01.crossing": "1"},'
            ' "exercises": {"lesson01.match_score": "correct"}}'
        )
        return run(folder), run(folder)


def shown(cell):
    """Text and HTML of a cell's result."""
    (output,) = cell.outputs
    return output.data["text/plain"], output.data["text/html"]


def test_the_outputs_are_the_same_twice_and_hold_nothing_of_this_machine(notebook):
    for first, second in zip(notebook[0].cells[1:], notebook[1].cells[1:], strict=True):
        if not first.outputs:
            assert not second.outputs
            continue
        assert shown(first) == shown(second)
        for text in shown(first):
            assert not re.search(r"0x[0-9a-f]{4}|/tmp|ipykernel|site-packages|Traceback", text)


def test_switched_off_answers_do_not_leak_into_stored_outputs(notebook):
    assert "Right:" not in shown(notebook[0].cells[1])[0]
    assert "0 of 6 exercises solved" in shown(notebook[0].cells[-1])[0]


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (3, "○ Not attempted"),
        (5, "was stopped on line "),
        (6, "stopped on line 3, `return patch[n] / n`: IndexError: index 9 is out of bounds"),
        (7, "asked to leave Python on line 2, `return sys.exit()`"),
        (8, "RecursionError: maximum recursion depth exceeded"),
        (9, "This is the sum of the products."),
        (10, "Hint 1 of 3"),
        (11, "return products.sum() / products.size"),
    ],
)
def test_a_cell_says(notebook, cell, sentence):
    assert sentence in shown(notebook[0].cells[cell])[0]


def test_the_endless_line_is_told_where_it_stands_in_its_own_cell(notebook):
    text = shown(notebook[0].cells[5])[0]
    assert "line 2, `while True:`" in text or "line 3, `values = values + 1`" in text
    assert "Printed in the first call" in text


def test_the_stored_notebook_is_valid(notebook):
    nbformat.validate(notebook[0])


class Kernel:
    """A kernel of its own, whose Stop button can be pressed."""

    def __init__(self):
        self.manager, self.client = jupyter_client.manager.start_new_kernel(kernel_name="python3")

    def run(self, source, stop_after=None, presses=1):
        """Return what the cell shows, and the seconds from the press (or the start) to its end."""
        begin, pressed, shown = time.monotonic(), None, []
        request = self.client.execute(source)
        while time.monotonic() - begin < 60:
            if stop_after and pressed is None and time.monotonic() - begin > stop_after:
                pressed = time.monotonic()
                for _ in range(presses):
                    self.manager.interrupt_kernel()
            try:
                message = self.client.get_iopub_msg(timeout=0.02)
            except queue.Empty:
                assert self.manager.is_alive(), "the kernel has ended"
                continue
            content = message["content"]
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "error":
                shown += ["Traceback", content["ename"], *content["traceback"]]
            shown.append(content.get("text") or content.get("data", {}).get("text/plain", ""))
            if content.get("execution_state") == "idle":
                return "".join(shown), time.monotonic() - (pressed or begin)
        raise TimeoutError("".join(shown))

    def left_behind(self):
        """Return the names of students' threads, and the share of a processor that is used."""
        source = (
            "begin = time.process_time(); time.sleep(0.3)\n"
            "print([t.name for t in threading.enumerate() if hasattr(t, 'cnnkit_watch')],"
            " round((time.process_time() - begin) / 0.3, 1))"
        )
        return self.run(source)[0].strip()


@pytest.fixture(scope="module")
def kernel():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNNKIT_ANSWERS", "off")
        kernel = Kernel()
    kernel.run(
        "import sys, threading, time\nimport numpy as np\nfrom cnnkit.exercises import lesson01\n"
        "def right(patch, feature):\n    return (patch * feature).mean()\n"
        "lesson01.match_score.check(right)"
    )
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def checked(body):
    lines = ["def mine(patch, feature):", *body, "lesson01.match_score.check(mine)"]
    return "\n".join(lines)


def check_is_quick_and_right(kernel):
    text, _ = kernel.run(
        "begin = time.perf_counter()\n"
        "outcome = lesson01.match_score.check(right)\n"
        "print(outcome.status, time.perf_counter() - begin)"
    )
    status, seconds = text.split()
    assert status == "correct"
    assert float(seconds) < 0.3


@pytest.mark.parametrize(
    "body",
    [
        ["    while True:", "        x = sum(range(2000))"],
        ["    while True:", "        time.sleep(0.02)"],
        [
            "    while True:",
            "        try:",
            "            time.sleep(0.02)",
            "            x = 1",
            "        except BaseException:",
            "            continue",
        ],
        ["    return sum(sum(range(2000)) for _ in iter(int, 1))"],
    ],
)
@pytest.mark.parametrize("presses", [1, 3])
def test_stop_gives_a_verdict_at_once_and_leaves_nothing(kernel, body, presses):
    text, seconds = kernel.run(checked(body), stop_after=0.3, presses=presses)
    assert re.search(r"! Stopped .*\nYour function was interrupted on line [2-6], `", text)
    assert "Traceback" not in text
    assert seconds < 0.8  # 0.5, and what a busy machine needs to bring the message
    assert kernel.left_behind() == "[] 0.0"
    check_is_quick_and_right(kernel)


def test_stop_inside_one_call_says_so_and_the_thread_ends_with_the_call(kernel):
    text, seconds = kernel.run(checked(["    time.sleep(2.5)"]), stop_after=0.3)
    assert "interrupted on line 2, `time.sleep(2.5)`, inside one call that cannot be stop" in text
    assert seconds < 0.8
    check_is_quick_and_right(kernel)
    assert kernel.left_behind() == "['student'] 0.0"
    time.sleep(2)
    assert kernel.left_behind() == "[] 0.0"


def test_a_check_indented_by_mistake_is_told_at_once(kernel):
    source = (
        "def mine(patch, feature):\n    n = patch.size\n    lesson01.match_score.check(mine)\n"
        "    return n\n\nlesson01.match_score.check(mine)"
    )
    text, seconds = kernel.run(source)
    assert "`check` is inside your function and calls it again: move it to the left" in text
    assert "It is on line 3." in text
    assert seconds < 0.8
    check_is_quick_and_right(kernel)
    assert kernel.left_behind() == "[] 0.0"


@pytest.mark.parametrize(
    "leave", ["quit()", "exit()", "exit", "sys.exit()", "get_ipython().ask_exit()"]
)
def test_a_function_cannot_end_the_kernel(kernel, leave):
    text, _ = kernel.run(checked([f"    return {leave}"]))
    if leave == "exit":
        assert "Your function returns a function. Call it" in text
    else:
        assert f"asked to leave Python on line 2, `return {leave}`" in text
    time.sleep(0.5)
    assert kernel.manager.is_alive()
    check_is_quick_and_right(kernel)


def test_after_checks_the_kernel_can_still_be_left():
    kernel = Kernel()
    kernel.run(
        "from cnnkit.exercises import lesson01\nlesson01.match_score.check(lambda a, b: exit())"
    )
    kernel.run("exit()")
    deadline = time.monotonic() + 20
    while kernel.manager.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    alive = kernel.manager.is_alive()
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)
    assert not alive
