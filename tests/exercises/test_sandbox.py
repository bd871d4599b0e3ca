"""Whatever a student's function does, the sandbox comes back with a fault in words."""

import builtins
import itertools
import math
import os
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from cnnkit.exercises.engine import memory_use, sandbox
from cnnkit.exercises.engine.sandbox import run


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

    started = threading.active_count()
    assert run(endless, ()).fault.kind == "endless"
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


class Wordless(Exception):
    def __str__(self):
        raise self


class Endless(Exception):
    def __str__(self):
        while True:
            pass


class Numbered(Exception):
    def __str__(self):
        return 7


class Leaving(Exception):
    def __str__(self):
        sys.exit()


@pytest.mark.parametrize("error", [Wordless, Numbered, Leaving])
def test_an_exception_that_cannot_be_put_into_words_is_told_by_its_name(error):
    def fails():
        raise error("never seen")

    fault = run(fails, ()).fault
    assert fault.sentence().startswith(f"Your function stopped on line {fault.line}, `raise error(")
    assert fault.error == error.__name__


def test_an_exception_whose_words_never_end_is_stopped():
    def fails():
        raise Endless

    assert run(fails, ()).fault.kind == "endless"


def test_a_warning_that_cannot_be_put_into_words_does_no_harm():
    class Shy(UserWarning):
        told = 0

        def __str__(self):
            Shy.told += 1
            return "once" if Shy.told == 1 else 1 / 0

    result = run(lambda: warnings.warn(Shy(), stacklevel=1), ())
    assert (result.fault, result.warned) == (None, [""])


def test_a_result_whose_numbers_never_come_is_stopped():
    class Odd:
        def __array__(self, *arguments, **named):
            while True:
                pass

    assert run(Odd, (), then=np.array).fault.kind == "endless"


def test_printed_text_of_an_odd_type_does_no_harm():
    class Text(str):
        def __radd__(self, other):
            return 7

        def __add__(self, other):
            raise ValueError

    result = run(lambda: sys.stdout.write(Text("odd")) and print("end"), ())
    assert result.printed == "oddend\n"


def test_recursion_limit_folder_and_names_are_put_back(tmp_path):
    def changes():
        sys.setrecursionlimit(5000)
        sys.setswitchinterval(0.5)
        os.chdir(tmp_path)
        builtins.print = None
        sys.stdout = None
        threading.settrace(lambda *arguments: None)
        return 1

    before = (
        sys.getrecursionlimit(),
        sys.getswitchinterval(),
        os.getcwd(),
        print,
        sys.stdout,
        threading.gettrace(),
    )
    assert run(changes, ()).value == 1
    assert before == (
        sys.getrecursionlimit(),
        sys.getswitchinterval(),
        os.getcwd(),
        print,
        sys.stdout,
        threading.gettrace(),
    )


@pytest.mark.parametrize("name", ["len", "all", "map", "isinstance", "print", "vars", "open"])
def test_a_builtin_that_is_deleted_again_and_again_is_put_back(name):
    usual = getattr(builtins, name)
    for _ in range(3):
        assert run(lambda: delattr(builtins, name), ()).fault is None
        assert getattr(builtins, name) is usual
    assert run(lambda: 1, ()).value == 1


def test_functions_of_numpy_that_are_overwritten_are_put_back():
    def overwrites():
        np.isclose = np.allclose = np.exp = lambda *arguments: True
        math.exp = None
        del np.log
        return 1

    before = np.isclose, np.allclose, np.exp, math.exp, np.log
    assert run(overwrites, ()).value == 1
    assert (np.isclose, np.allclose, np.exp, math.exp, np.log) == before


@pytest.mark.skipif(memory_use.filled() == 0, reason="this system does not tell")
def test_memory_that_grows_without_end_is_stopped_with_its_line(monkeypatch):
    monkeypatch.setattr(memory_use, "MOST", 200 * 2**20)

    def grows():
        kept = []
        while True:
            kept.append(np.ones(500_000))

    fault = run(grows, ()).fault
    assert fault.kind == "memory"
    assert fault.source in ("while True:", "kept.append(np.ones(500_000))")
    assert "it has filled 1 GB of memory. What grows there" in fault.sentence()


def test_where_the_memory_is_not_told_nothing_is_stopped(monkeypatch):
    monkeypatch.setattr(memory_use, "filled", lambda: 0)
    monkeypatch.setattr(memory_use, "MOST", 0)
    assert run(lambda: np.ones(10**6).sum(), ()).value == 10**6


@pytest.mark.parametrize("change", [sys.settrace, sys.setprofile])
def test_a_function_cannot_switch_the_counting_off(change):
    def endless():
        change_now = getattr(sys, change.__name__)
        change_now(None)
        while True:
            pass

    assert run(endless, ()).fault.kind == "endless"
    assert getattr(sys, change.__name__) is change


def test_a_signal_handler_cannot_be_set_and_stays():
    before = signal.getsignal(signal.SIGINT)
    fault = run(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN), ()).fault
    assert "signal only works in main thread" in fault.error
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("leave", ["exit", "quit"])
def test_to_leave_python_does_not_close_the_input(leave):
    assert run(lambda: getattr(builtins, leave)(), ()).fault.kind == "exit"
    assert not sys.stdin.closed


def test_to_leave_without_cleaning_up_is_refused():
    assert run(lambda: os._exit(3), ()).fault.kind == "exit"


def test_threads_of_a_function_end_with_it():
    begun = threading.Event()

    def worker():
        begun.set()
        while True:
            time.sleep(0.001)

    def starts_and_returns():
        threading.Thread(target=worker).start()
        begun.wait()
        return 1

    started = threading.active_count()
    assert run(starts_and_returns, ()).value == 1
    deadline = time.monotonic() + 2
    while threading.active_count() > started and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == started


def test_what_threads_of_a_function_print_is_kept_with_it(capsys):
    def prints():
        thread = threading.Thread(target=lambda: print("from a thread"))
        thread.start()
        thread.join()

    assert run(prints, ()).printed == "from a thread\n"
    assert capsys.readouterr().out == ""


def test_a_lock_that_never_opens_is_left_behind_and_later_checks_are_quick():
    def locked():
        lock = threading.Lock()
        lock.acquire()
        lock.acquire(timeout=4)

    fault = run(locked, (), seconds=0.1).fault
    assert fault.kind == "stuck"
    assert "wait for something that never comes" in fault.sentence()
    begin = time.monotonic()
    assert run(lambda: 1, ()).value == 1
    assert time.monotonic() - begin < 0.2
