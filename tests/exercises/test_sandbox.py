"""Whatever a student's function does, the sandbox comes back with a fault in words."""

import builtins
import itertools
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from cnnkit.exercises import sandbox
from cnnkit.exercises.sandbox import run


def test_a_value_comes_back():
    result = run(lambda a, b: a + b, (2, 3))
    assert (result.value, result.fault, result.printed, result.warned) == (5, None, "", [])


def test_the_callers_arguments_stay_as_they_are():
    image = np.zeros((2, 2))

    def paint(image):
        image[:] = 7

    result = run(paint, (image,))
    assert image.sum() == 0
    assert result.arguments[0].sum() == 28


def test_an_endless_while_is_stopped_with_its_line():
    def endless():
        i = 0
        while i < 3:
            i = i * 2

    fault = run(endless, ()).fault
    assert fault.kind == "endless"
    assert fault.source in ("while i < 3:", "i = i * 2")
    assert "did not come to an end" in fault.sentence()


def test_an_endless_loop_on_one_line_is_stopped():
    def endless():
        while True: pass  # noqa: E701  # fmt: skip

    # Python 3.11 does not count the rounds of such a line; then the time limit stops it.
    started = threading.active_count()
    assert run(endless, (), seconds=0.5).fault.kind in ("endless", "slow")
    assert threading.active_count() == started


def test_an_endless_loop_stops_at_the_same_line_every_time():
    def endless():
        total = 0
        while True:
            total += 1
            total -= 2

    assert len({run(endless, ()).fault for _ in range(3)}) == 1


def test_an_endless_generator_inside_a_builtin_is_stopped():
    assert run(lambda: sum(1 for _ in itertools.count()), ()).fault.kind == "endless"


def test_an_endless_loop_in_a_helper_is_stopped():
    def helper():
        while True:
            pass

    assert run(lambda: helper(), ()).fault.kind == "endless"


def test_an_endless_loop_in_a_callback_of_numpy_is_stopped():
    def endless(x):
        while True:
            x += 0

    assert run(lambda: np.vectorize(endless)(np.ones(3)), ()).fault.kind == "endless"


def test_a_loop_that_swallows_every_exception_is_stopped():
    def stubborn():
        while True:
            try:  # noqa: SIM105
                stubborn.rounds = 1
            except:  # noqa: E722
                pass

    started = threading.active_count()
    assert run(stubborn, (), steps=1000).fault.kind == "endless"
    assert threading.active_count() == started


def test_a_slow_function_is_stopped_by_time():
    def slow():
        while True:
            time.sleep(0.01)

    fault = run(slow, (), seconds=0.2).fault
    assert fault.kind == "slow"
    assert "too long" in fault.sentence()


def test_a_long_call_that_cannot_be_stopped_is_left_behind():
    def asleep():
        time.sleep(3)

    begin = time.monotonic()
    fault = run(asleep, (), seconds=0.1).fault
    assert fault.kind == "stuck"
    assert fault.source == "time.sleep(3)"
    assert time.monotonic() - begin < 3


def test_honest_loops_have_room():
    def loops(n):
        total = 0
        for i in range(n):
            for j in range(n):
                total += i * j
        return total

    assert run(loops, (400,)).fault is None


def test_endless_recursion_is_one_sentence():
    def again(n):
        return again(n + 1)

    fault = run(again, (0,)).fault
    assert fault.kind == "raised"
    assert "calls itself without end" in fault.sentence()


@pytest.mark.parametrize("leave", [sys.exit, exit, lambda: (_ for _ in ()).throw(SystemExit)])
def test_leaving_python_is_refused(leave):
    assert "return a value" in run(lambda: leave(), ()).fault.sentence()


def test_a_keyboard_interrupt_is_reported():
    def interrupted():
        raise KeyboardInterrupt

    assert run(interrupted, ()).fault.kind == "interrupted"


def test_the_stop_button_ends_the_function(monkeypatch):
    def endless():
        while True:
            time.sleep(0.001)

    join = threading.Thread.join
    pressed = []

    def press_once(thread, timeout=None):
        if thread.name == "student" and not pressed:
            pressed.append(True)
            raise KeyboardInterrupt
        return join(thread, timeout)

    monkeypatch.setattr(threading.Thread, "join", press_once)
    assert run(endless, (), seconds=5).fault.kind == "interrupted"


def test_asking_for_input_is_refused():
    usual = builtins.input
    fault = run(lambda: input("Your score? "), ()).fault
    assert "input() waits for a person" in fault.sentence()
    assert builtins.input is usual


def test_an_exception_tells_line_and_source():
    def beyond(values):
        total = 0
        return total + values[3]

    fault = run(beyond, ([1, 2, 3],)).fault
    assert fault.source == "return total + values[3]"
    assert fault.line == beyond.__code__.co_firstlineno + 2
    assert fault.sentence().startswith(f"Your function stopped on line {fault.line}, `return total")
    assert "IndexError: list index out of range" in fault.sentence()


def test_an_exception_inside_numpy_is_told_at_the_students_line():
    def wrong():
        a = np.ones((2, 3))
        return np.linalg.inv(a)

    assert run(wrong, ()).fault.source == "return np.linalg.inv(a)"


def test_addresses_do_not_get_into_messages():
    def odd():
        raise ValueError(object())

    assert "0x" not in run(odd, ()).fault.sentence()


def test_a_stub_is_unwritten_and_a_library_that_refuses_is_not():
    def stub():
        raise NotImplementedError

    def asks_a_library():
        return np.random.BitGenerator(1)

    assert run(stub, ()).fault.unwritten
    assert not run(asks_a_library, ()).fault.unwritten


def test_prints_are_kept_apart_and_cut(capsys):
    def chatty():
        for i in range(10_000):
            print("line", i)
        return 1

    result = run(chatty, ())
    assert result.value == 1
    assert result.printed.startswith("line 0\nline 1\n")
    assert len(result.printed) <= sandbox.PRINTED + 1
    assert capsys.readouterr().out == ""


def test_other_threads_print_where_they_always_did(capsys):
    begin, end = threading.Event(), threading.Event()

    def other():
        begin.wait()
        print("from elsewhere")
        end.set()

    thread = threading.Thread(target=other)
    thread.start()

    def student():
        begin.set()
        end.wait()
        print("mine")

    result = run(student, ())
    thread.join()
    assert result.printed == "mine\n"
    assert "from elsewhere" in capsys.readouterr().out


def test_warnings_are_kept_and_do_not_leak():
    with warnings.catch_warnings(record=True) as leaked:
        warnings.simplefilter("always")
        result = run(lambda: np.exp(np.array([1000.0])), ())
    assert result.warned == ["overflow encountered in exp"]
    assert leaked == []


def test_it_works_in_another_thread_than_the_main_one():
    results = []

    def endless():
        while True:
            pass

    thread = threading.Thread(target=lambda: results.append(run(endless, ()).fault.kind))
    thread.start()
    thread.join()
    assert results == ["endless"]


def test_the_callers_own_trace_function_and_prints_stay():
    def mine(frame, event, argument):
        return None

    before, stdout = sys.gettrace(), sys.stdout
    sys.settrace(mine)
    try:
        run(lambda: 1, ())
        assert sys.gettrace() is mine
    finally:
        sys.settrace(before)
    assert sys.stdout is stdout
