"""The Stop button during a check, at any moment: a verdict at once, and nothing left behind."""

import _thread
import builtins
import contextlib
import os
import random
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from cnnkit.exercises import exercise, lesson01, predict
from cnnkit.exercises.engine import endless_loops, sandbox, saved_answers, stop_button
from cnnkit.exercises.engine.exercise import INTERRUPTED, LESSONS
from cnnkit.exercises.engine.sandbox import run
from cnnkit.exercises.engine.stop_button import StopButton

score = lesson01.match_score


def right(patch, feature):
    return (patch * feature).mean()


def wrong(patch, feature):
    return (patch * feature).mean() + 0.123 * patch[0, 0]


def ends_by_itself(patch, feature):
    total = 0
    for i in range(3000):
        total += i
    warnings.warn("seen", stacklevel=1)
    print("seen")
    return (patch * feature).mean()


def forever(patch, feature):
    while True:
        patch = patch * 1.0


@pytest.fixture
def outside():
    """Count what arrives just before or after a check, instead of ending pytest."""
    counted = []
    usual = signal.signal(signal.SIGINT, lambda number, frame: counted.append(number))
    yield counted
    signal.signal(signal.SIGINT, usual)


@pytest.fixture
def press(outside):
    """Press Stop after some seconds, once for each; as the kernel does it, in the main thread."""
    timers = []

    def press(*seconds):
        for delay in seconds:
            timers.append(threading.Timer(delay, _thread.interrupt_main))
            timers[-1].start()

    yield press
    for timer in timers:
        timer.join()


@pytest.fixture
def recorded(monkeypatch):
    statuses = []
    monkeypatch.setattr(saved_answers, "record_result", lambda key, *said: statuses.append(said[0]))
    return statuses


def threads_of_students():
    return [thread for thread in threading.enumerate() if hasattr(thread, "cnnkit_watch")]


@pytest.fixture(autouse=True)
def nothing_left_by_earlier_tests():
    for thread in threads_of_students():
        thread.join(10)


def shared():
    """What a check changes while it runs, and everybody else uses."""
    return {
        "stdout": sys.stdout,
        "builtins": dict(vars(builtins)),
        "filters": list(warnings.filters),
        "warnings": (warnings.showwarning, warnings._showwarnmsg_impl),
        "handler": signal.getsignal(signal.SIGINT),
        "start": threading.Thread.start,
        "leave": os._exit,
        "recursion": sys.getrecursionlimit(),
        "folder": os.getcwd(),
        "turn": dict(sandbox._turn),
        "tracing": (sys.gettrace(), threading.gettrace(), sys.getprofile()),
    }


def one_line():
    while True: pass  # noqa: E701  # fmt: skip


def counts():
    total = 0
    while True:
        total += sum(range(1000))


def swallows():
    while True:
        try:
            time.sleep(0.001)
            swallows.rounds = 1
        except BaseException:
            continue


def swallows_around_calls():
    def helper():
        return sum(range(1000))

    while True:
        try:
            helper()
            helper()
        except:  # noqa: E722
            pass


def generates():
    def endless():
        while True:
            yield sum(range(1000))

    return sum(endless())


def sleeps_and_sleeps():
    while True:
        time.sleep(0.01)


def starts_threads():
    threads = [threading.Thread(target=counts) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def switches_tracing_off():
    sys.settrace(None)
    while True:
        sum(range(1000))


def in_numpy():
    return np.vectorize(lambda x: counts())(np.ones(3))


ENDLESS = [
    one_line,
    counts,
    swallows,
    swallows_around_calls,
    generates,
    sleeps_and_sleeps,
    starts_threads,
    switches_tracing_off,
    in_numpy,
]


@pytest.mark.parametrize("function", ENDLESS, ids=lambda function: function.__name__)
def test_python_code_is_stopped_at_once_and_no_thread_stays(function, press):
    press(0.1)
    begin = time.monotonic()
    fault = run(function, (), steps=10**9).fault
    assert time.monotonic() - begin < 1  # 0.15, and what a busy machine needs
    assert fault.kind == "interrupted"
    assert fault.sentence().startswith(f"Your function was interrupted on line {fault.line}, `")
    end = time.monotonic() + 0.5
    while threads_of_students() and time.monotonic() < end:
        time.sleep(0.01)
    assert threads_of_students() == []
    used = time.process_time()
    time.sleep(0.2)
    assert time.process_time() - used < 0.1


@pytest.mark.parametrize("function", ENDLESS, ids=lambda function: function.__name__)
def test_without_the_button_the_limits_stop_it_and_no_thread_stays(function):
    fault = run(function, (), steps=3000, seconds=0.3).fault
    assert fault.kind in ("endless", "slow")
    time.sleep(0.1)
    assert threads_of_students() == []


def asleep():
    time.sleep(1.5)
    asleep.woke = True


def waits():
    threading.Event().wait(1.5)
    asleep.woke = True


@pytest.mark.parametrize("function", [asleep, waits])
def test_inside_one_call_the_verdict_says_so_and_the_thread_ends_with_the_call(function, press):
    asleep.woke = False
    press(0.1)
    begin = time.monotonic()
    fault = run(function, ()).fault
    assert time.monotonic() - begin < 1
    assert "inside one call that cannot be stopped: it goes on until it ends" in fault.sentence()
    assert "1.5" in fault.source
    begin = time.monotonic()
    assert score.check(right).status == "correct"
    assert time.monotonic() - begin < 0.5
    (left,) = threads_of_students()
    left.join(5)
    assert threads_of_students() == []
    assert not asleep.woke


def test_an_exception_that_waits_for_a_call_to_end_holds_nobody_up(press, monkeypatch):
    monkeypatch.setattr(endless_loops, "_moved", lambda before, frame: True)  # it was sent too late
    press(0.1)
    run(asleep, ())
    begin = time.monotonic()
    assert score.check(right).status == "correct"
    assert time.monotonic() - begin < 0.5


def test_what_is_left_behind_prints_nothing_later(press, capsys):
    def says():
        print(time.sleep(0.8))

    press(0.1)
    run(says, ())
    for thread in threads_of_students():
        thread.join(5)
    assert "None" not in capsys.readouterr().out.replace("\n", "")


@pytest.fixture
def slow_cases():
    begun = []

    @exercise(title="A", task="B", cases=[(k,) for k in range(4)], hints=["C"])
    def slow_cases(k):
        return k

    @slow_cases.mistake("Known.")
    def known(k):
        begun.append("bank")
        return k

    yield slow_cases, begun
    del LESSONS[slow_cases.lesson]


def test_one_press_ends_the_whole_check(slow_cases, press, recorded):
    check, begun = slow_cases[0].check, slow_cases[1]

    def mine(k):
        begun.append(k)
        while k == 1:
            sum(range(1000))
        return k

    press(0.1)
    outcome = check(mine)
    assert begun == [0, 1]
    assert outcome.message.startswith("Your function was interrupted on line ")
    assert outcome.status == "error"
    assert recorded == []


def test_a_press_between_cases_ends_the_check(slow_cases, recorded, outside, monkeypatch):
    usual = endless_loops.Watch.note

    def pressed_behind(watch, warnings):
        usual(watch, warnings)
        if watch.result.arguments == (1,) and not watch.over:
            _thread.interrupt_main()
            time.sleep(0.1)

    monkeypatch.setattr(endless_loops.Watch, "note", pressed_behind)
    outcome = slow_cases[0].check(lambda k: slow_cases[1].append(k) or k)
    assert (slow_cases[1], outcome.status, recorded) == ([0, 1], "error", [])
    assert outcome.message.startswith("Your function was interrupted")


def test_a_press_behind_the_last_case_ends_the_check(slow_cases, recorded, outside, monkeypatch):
    from cnnkit.exercises.engine import attempts

    def pressed_behind(*arguments, **named):
        runs = sandbox.run_all(*arguments, **named)
        _thread.interrupt_main()
        return runs

    monkeypatch.setattr(attempts, "run_all", pressed_behind)
    outcome = slow_cases[0].check(lambda k: k)
    assert (outcome.message, recorded) == (INTERRUPTED, [])


def test_a_press_while_the_mistakes_are_compared_ends_the_check(slow_cases, recorded, outside):
    @slow_cases[0].mistake("Pressed here.")
    def pressed(k):
        _thread.interrupt_main()
        return -1

    @slow_cases[0].mistake("Later.")
    def later(k):
        slow_cases[1].append("later")
        return -2

    outcome = slow_cases[0].check(lambda k: k + 0.5)
    assert (outcome.message, recorded) == (INTERRUPTED, [])
    assert "later" not in slow_cases[1]


def test_several_presses_in_a_row_are_one(press):
    press(0.1, 0.1, 0.101, 0.11, 0.12)
    outcome = score.check(lambda patch, feature: swallows())
    assert outcome.message.startswith("Your function was interrupted on line ")


def test_a_verdict_is_shown_whole_although_stop_is_pressed(outside):
    outcome = score.check(wrong)
    shown = outcome._repr_html_()

    class Pressing(str):
        def split(self, *arguments):
            _thread.interrupt_main()
            return str(self).split(*arguments)

    pressed = type(outcome)(
        outcome.status, Pressing(outcome.message), outcome.details, outcome.title
    )
    assert pressed._repr_html_() == shown


KINDS = ["kernel", "twice"] + (["raised"] if hasattr(signal, "setitimer") else [])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # in a weakref
@pytest.mark.parametrize("kind", KINDS)
def test_a_press_at_any_moment_leaves_everything_as_it_was(kind, recorded, outside):
    """``raised``: a KeyboardInterrupt that comes from elsewhere, between any two instructions."""
    rng = random.Random(11)
    verdicts = {right: "correct", wrong: "incorrect", ends_by_itself: "correct", forever: "error"}
    seconds = {forever: 0.03}
    for function in (right, wrong, ends_by_itself):
        begin = time.perf_counter()
        score.check(function)
        seconds[function] = time.perf_counter() - begin
    inside = []

    def alarm(number, frame):
        if inside:
            raise KeyboardInterrupt

    if kind == "raised":
        usual = signal.signal(signal.SIGALRM, alarm)
    before, stopped = shared(), 0
    for _ in range(40):
        function = rng.choice(list(verdicts))
        delay = max(2e-4, rng.random() * seconds[function])
        recorded.clear()
        presser = threading.Thread(target=_press, args=(delay, kind == "twice"))
        if kind == "raised":
            signal.setitimer(signal.ITIMER_REAL, delay)
        else:
            presser.start()
        with contextlib.suppress(KeyboardInterrupt):  # just before or after the check
            outcome = None
            inside.append(True)
            outcome = score.check(function)
        inside.clear()
        if presser.ident:
            presser.join()
        else:
            time.sleep(0.03)
        if outcome is not None and outcome.tried:
            assert outcome.status == verdicts[function]
        elif outcome is not None:
            stopped += 1
            assert "was interrupted" in outcome.message
        assert set(recorded) <= {verdicts[function]}
        assert shared() == before
        assert score.check(right).status == "correct"
    if kind == "raised":
        signal.signal(signal.SIGALRM, usual)
    assert stopped > 5
    time.sleep(0.1)
    assert threads_of_students() == []


def _press(delay, twice):
    for _ in range(1 + twice):
        time.sleep(delay)
        _thread.interrupt_main()


def test_a_button_that_something_kept_in_place_heals(monkeypatch):
    usual = signal.getsignal(signal.SIGINT)
    kept = StopButton()
    with kept:
        pass
    signal.signal(signal.SIGINT, kept._handle)
    with StopButton():
        pass
    assert signal.getsignal(signal.SIGINT) is usual
    signal.signal(signal.SIGINT, kept._handle)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is usual


def test_a_later_press_ends_even_what_reaches_no_safe_place(monkeypatch):
    monkeypatch.setattr(stop_button, "LAST_RESORT", 0.05)
    with StopButton() as button:
        signal.raise_signal(signal.SIGINT)
        assert button.pressed
        time.sleep(0.1)
        with pytest.raises(stop_button.Interrupted):
            signal.raise_signal(signal.SIGINT)


def calls_itself(patch, feature):
    return score.check(calls_itself)


def by_a_helper(patch, feature):
    def helper():
        return score.check(by_a_helper)

    return helper()


def in_a_comprehension(patch, feature):
    return [score.check(in_a_comprehension) for _ in range(3)]


def in_a_thread(patch, feature):
    thread = threading.Thread(target=lambda: score.check(in_a_thread))
    thread.start()
    thread.join()
    return 1


def in_a_pool(patch, feature):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(score.check, in_a_pool).result()


def swallowing(patch, feature):
    while True:
        try:
            print(score.check(swallowing))
        except BaseException:
            continue


NESTED = [calls_itself, by_a_helper, in_a_comprehension, in_a_thread, in_a_pool, swallowing]


@pytest.mark.parametrize("function", NESTED, ids=lambda function: function.__name__)
def test_a_check_inside_the_function_is_told_at_once(function, recorded):
    begin = time.monotonic()
    message = score.check(function).message
    assert time.monotonic() - begin < 0.5
    sentence = "`check` is inside your function and calls it again: move it to the left margin."
    assert message.startswith(sentence)
    assert "It is on line " in message or function is in_a_pool
    assert recorded == []
    for _ in range(3):
        begin = time.monotonic()
        assert score.check(right).status == "correct"
        assert time.monotonic() - begin < 0.2
    time.sleep(0.05)
    assert threads_of_students() == []


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: lesson01.best_position.check(wrong), "check"),
        (score.hint, "hint"),
        (score.solution, "solution"),
        (lambda: predict(lesson01.questions.crossing), "predict"),
    ],
)
def test_other_calls_of_the_lesson_inside_the_function_are_told(call, name):
    hints = score._hints_given
    message = score.check(lambda patch, feature: call()).message
    assert message.startswith(f"`{name}` is inside your function: move it to the left margin.")
    assert score._hints_given == hints


def swallows_without_calls():
    while True:
        try:  # noqa: SIM105
            1 / 0  # noqa: B018
        except:  # noqa: E722
            pass


@pytest.fixture
def no_threads(monkeypatch):
    """A browser: no thread can be started."""

    def start(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)


def test_without_threads_checks_say_the_same(no_threads):
    before = shared()
    assert score.check(right).status == "correct"
    assert score.check(wrong).status == "incorrect"
    assert run(forever, (1.0, 1)).fault.kind == "endless"
    assert run(one_line, ()).fault.kind == "endless"
    assert run(swallows_around_calls, (), steps=1000).fault.kind == "endless"
    for steps in range(1000, 1007):  # wherever in the loop it has to end
        assert run(swallows_without_calls, (), steps=steps).fault.kind == "endless"
    assert run(counts, (), seconds=0.1, steps=10**9).fault.kind == "slow"
    assert run(lambda: exit(), ()).fault.kind == "exit"
    assert run(lambda: [1][2], ()).fault.kind == "raised"
    assert "left margin" in score.check(calls_itself).message
    assert "left margin" in score.check(swallowing).message
    assert run(lambda: print("here"), ()).printed == "here\n"
    assert shared() == before
    assert threads_of_students() == []


def test_without_threads_the_button_stops_a_function_in_its_line(no_threads):
    signal_sent = []

    def pressed():
        signal_sent.append(True)
        signal.raise_signal(signal.SIGINT)
        time.sleep(3)

    before = shared()
    begin = time.monotonic()
    fault = run(pressed, ()).fault
    assert time.monotonic() - begin < 1
    assert fault.kind == "interrupted"
    assert fault.source == "signal.raise_signal(signal.SIGINT)"
    assert shared() == before


def test_without_threads_a_function_that_swallows_the_button_is_stopped(no_threads):
    def stubborn():
        while True:
            try:
                signal.raise_signal(signal.SIGINT)
            except BaseException:
                continue

    assert run(stubborn, ()).fault.kind == "interrupted"
    assert score.check(right).status == "correct"


def test_without_threads_the_callers_own_frames_are_not_traced_afterwards(no_threads):
    seen = []

    def mine(frame, event, argument):
        seen.append(event)
        return mine

    usual = sys.gettrace()
    sys.settrace(mine)
    try:
        run(swallows_around_calls, (), steps=1000)
        seen.clear()
        assert sys.gettrace() is mine
        assert sys._getframe().f_trace is None or sys._getframe().f_trace is mine
    finally:
        sys.settrace(usual)


def test_a_check_in_another_thread_waits_for_its_turn_and_both_are_right(press):
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(score.check(ends_by_itself)))
    thread.start()
    outcomes.append(score.check(right))
    thread.join(10)
    assert [outcome.status for outcome in outcomes] == ["correct", "correct"]


def test_stop_while_another_threads_check_has_its_turn_is_told_at_once(press):
    thread = threading.Thread(target=lambda: run(sleeps_and_sleeps, (), seconds=1.0))
    thread.start()
    time.sleep(0.05)
    press(0.1)
    begin = time.monotonic()
    assert score.check(right).message == INTERRUPTED
    assert time.monotonic() - begin < 0.5
    thread.join()
