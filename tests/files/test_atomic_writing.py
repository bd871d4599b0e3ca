"""Files are written whole or not at all: beside other writers, after a kill, through links."""

import contextlib
import errno
import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time

import numpy as np
import pytest

from cnnkit.files import atomic_writing, locks
from cnnkit.layers import Linear
from cnnkit.model import Sequential

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes, links and signals of POSIX")
LOCKS = pytest.mark.skipif(locks.fcntl is None, reason="needs locks that end with their process")


def filled(value, side=200):
    """A model whose every weight is the same number, so that a mixture would show."""
    model = Sequential(Linear(side, side, rng=np.random.default_rng(0)))
    for array in model.parameters().values():
        array[:] = value
    return model


def value_in(path):
    """The one number that a saved model holds."""
    model = filled(0)
    model.load(path)
    (value,) = {float(x) for array in model.parameters().values() for x in array.ravel()}
    return value


def start(code, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


SAVE_FOR_EVER = """
    import sys
    from tests.files.test_atomic_writing import filled
    model = filled(float(sys.argv[2]))
    print("ready", flush=True)
    for _ in range(int(sys.argv[3])):
        model.save(sys.argv[1])
"""


# Two writers


def test_two_threads_that_save_to_one_path_leave_a_whole_file_and_no_error(tmp_path):
    path, errors = tmp_path / "model.npz", []

    def save(model):
        try:
            model.save(path)
        except OSError as error:
            errors.append(error)

    models = [filled(1), filled(2)]
    for _ in range(100):
        threads = [threading.Thread(target=save, args=(model,)) for model in models]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert value_in(path) in (1, 2)
    assert errors == []
    assert os.listdir(tmp_path) == ["model.npz"]


def test_two_processes_that_save_to_one_path_never_show_half_a_file(tmp_path):
    path = tmp_path / "model.npz"
    filled(1).save(path)
    writers = [start(SAVE_FOR_EVER, path, value, 60) for value in (1, 2)]
    while any(writer.poll() is None for writer in writers):
        assert value_in(path) in (1, 2)
    assert [writer.communicate()[1] for writer in writers] == ["", ""]
    assert os.listdir(tmp_path) == ["model.npz"]


def test_the_last_of_two_writers_wins(tmp_path):
    path = tmp_path / "a.txt"

    def slow(file):
        file.write(b"slow")
        atomic_writing.replace(path, b"quick")
        assert path.read_bytes() == b"quick"

    atomic_writing.replace(path, slow)
    assert path.read_bytes() == b"slow"
    assert os.listdir(tmp_path) == ["a.txt"]


# Ends of all kinds


@POSIX
def test_after_kill_9_the_file_is_whole_and_the_next_save_cleans_up(tmp_path):
    path, rng, left = tmp_path / "model.npz", np.random.default_rng(0), 0
    filled(1).save(path)
    for _ in range(8):
        writer = start(SAVE_FOR_EVER, path, 2, 10**6)
        writer.stdout.readline()
        time.sleep(rng.uniform(0, 0.05))
        writer.kill()
        writer.communicate()
        assert value_in(path) in (1, 2)
        left += len(os.listdir(tmp_path)) > 1
    assert left, "no kill met a save: the test shows nothing"
    filled(3).save(path)
    assert os.listdir(tmp_path) == ["model.npz"]
    assert value_in(path) == 3


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError, OSError])
def test_an_error_half_way_leaves_the_old_file_alone(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(file):
        file.write(b"ne")
        raise error

    with pytest.raises(error):
        atomic_writing.replace(path, fail)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


@POSIX
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # lost, so closed
def test_interrupts_at_any_moment_leave_a_whole_file_and_nothing_else(tmp_path):
    """Ctrl+C after a random number of microseconds, again and again."""
    path, rng, met = tmp_path / "a.txt", np.random.default_rng(0), 0
    path.write_bytes(b"0" * 1000)

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        for number in range(200):
            begin = time.perf_counter()
            atomic_writing.replace(path, b"0" * 1000)
            usual = time.perf_counter() - begin
            try:
                try:
                    signal.setitimer(signal.ITIMER_REAL, rng.uniform(1e-6, usual))
                    atomic_writing.replace(path, str(number % 10).encode() * 1000)
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
            except KeyboardInterrupt:
                met += 1
            content = path.read_bytes()
            assert len(content) == 1000
            assert len(set(content)) == 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert met > 20
    assert os.listdir(tmp_path) == ["a.txt"]


@POSIX
def test_a_full_disk_is_one_sentence_and_the_old_file_stays(tmp_path):
    """The system's own limit on a file's size stands for the end of the disk."""
    path = tmp_path / "model.npz"
    filled(1).save(path)
    writer = start(
        """
        import resource, sys
        from tests.files.test_atomic_writing import filled
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        try:
            filled(2).save(sys.argv[1])
        except OSError as error:
            print(error)
        """,
        path,
    )
    said, errors = writer.communicate(timeout=60)
    assert said == f"{path} cannot be written (File too large); choose another folder or name\n"
    assert errors == ""
    assert value_in(path) == 1
    assert os.listdir(tmp_path) == ["model.npz"]


# What is left over


def scratch_of(path, *, computer=None, age=0.0):
    """A scratch file as a killed process leaves it."""
    name = atomic_writing._scratch(os.path.realpath(path), os.urandom(8).hex())
    if computer is not None:
        here = os.path.basename(atomic_writing._scratch("x", "")).split(".")[2][:8]
        name = name.replace(f".{here}-", f".{computer}-")
    with open(name, "xb") as file:
        file.write(b"half")
    then = time.time() - age
    os.utime(name, (then, then))
    return os.path.basename(name)


@LOCKS
def test_the_next_save_removes_what_a_killed_one_left(tmp_path):
    scratch_of(tmp_path / "a.txt")
    scratch_of(tmp_path / "a.txt", age=10**6)
    atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert os.listdir(tmp_path) == ["a.txt"]


def test_what_another_computer_left_is_removed_after_a_day(tmp_path):
    young = scratch_of(tmp_path / "a.txt", computer="0123abcd", age=3600)
    scratch_of(tmp_path / "a.txt", computer="0123abcd", age=10**5)
    atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert sorted(os.listdir(tmp_path)) == sorted(["a.txt", young])


def test_without_locks_what_is_left_is_removed_after_a_day(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setattr(locks, "msvcrt", None)
    young = scratch_of(tmp_path / "a.txt", age=3600)
    scratch_of(tmp_path / "a.txt", age=10**5)
    atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert sorted(os.listdir(tmp_path)) == sorted(["a.txt", young])


def test_files_of_other_names_are_never_removed(tmp_path):
    others = [
        ".a.txt.unfinished",
        ".a.txt.00000000-0123.unfinished",
        "a.txt.123.unfinished",
        scratch_of(tmp_path / "b.txt", age=10**6),
        scratch_of(tmp_path / "a.txt2", age=10**6),
    ]
    for name in others:
        with open(tmp_path / name, "a") as file:
            os.utime(file.name, (0, 0))
    atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert sorted(os.listdir(tmp_path)) == sorted(["a.txt", *others])


@POSIX
def test_a_file_that_another_process_is_writing_is_never_removed(tmp_path):
    path = tmp_path / "a.txt"
    writer = start(
        """
        import sys
        from cnnkit.files import atomic_writing
        def slowly(file):
            file.write(b"sl")
            print("ready", flush=True)
            sys.stdin.readline()
            file.write(b"ow")
        atomic_writing.replace(sys.argv[1], slowly)
        """,
        path,
        stdin=subprocess.PIPE,
    )
    writer.stdout.readline()
    (scratch,) = os.listdir(tmp_path)
    os.utime(tmp_path / scratch, (0, 0))  # however long it takes
    atomic_writing.replace(path, b"quick")
    assert scratch in os.listdir(tmp_path)
    assert writer.communicate("go\n", timeout=60)[1] == ""
    assert path.read_bytes() == b"slow"
    assert os.listdir(tmp_path) == ["a.txt"]


# Modes, links, names


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444, 0o755])
def test_the_mode_of_an_existing_file_stays(tmp_path, mode):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(mode)
    atomic_writing.replace(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_bytes() == b"new"


@POSIX
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_a_new_file_gets_the_ordinary_mode(tmp_path, umask):
    before = os.umask(umask)
    try:
        atomic_writing.replace(tmp_path / "a.txt", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o666 & ~umask


@POSIX
def test_a_private_file_is_private_while_it_is_written(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o600)
    found = []
    atomic_writing.replace(path, lambda file: found.append(os.fstat(file.fileno()).st_mode))
    assert [stat.S_IMODE(mode) for mode in found] == [0o600]


@POSIX
@pytest.mark.parametrize("present", [True, False])
def test_a_link_stays_and_the_file_that_it_leads_to_is_replaced(tmp_path, present):
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "real.txt"
    if present:
        real.write_bytes(b"old")
    (tmp_path / "middle.txt").symlink_to("elsewhere/real.txt")
    (tmp_path / "a.txt").symlink_to(tmp_path / "middle.txt")
    atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").is_symlink()
    assert (tmp_path / "middle.txt").is_symlink()
    assert real.read_bytes() == b"new"
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "elsewhere", "middle.txt"]
    assert os.listdir(tmp_path / "elsewhere") == ["real.txt"]


@POSIX
def test_a_link_to_itself_is_an_error(tmp_path):
    (tmp_path / "a.txt").symlink_to("a.txt")
    with pytest.raises(OSError, match="symbolic links"):
        atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").is_symlink()


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_a_link_that_another_account_has_made_is_not_followed(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_bytes(b"precious")
    (tmp_path / "a.txt").symlink_to(precious)
    os.lchown(tmp_path / "a.txt", 12345, 12345)
    with pytest.raises(PermissionError, match="another account"):
        atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert precious.read_bytes() == b"precious"


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_the_owner_of_an_existing_file_stays(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    os.chown(path, 12345, 12346)
    atomic_writing.replace(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12346)


@POSIX
def test_planted_links_with_the_old_scratch_names_are_not_followed(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_bytes(b"precious")
    path = tmp_path / "model.npz"
    for name in (
        f"model.npz.{os.getpid()}.unfinished",
        "model.npz.partial",
        "model.npz.unfinished",
    ):
        (tmp_path / name).symlink_to(precious)
    filled(1).save(path)
    assert precious.read_bytes() == b"precious"
    assert not path.is_symlink()


def test_no_two_scratch_names_are_alike(tmp_path, monkeypatch):
    names, opened = [], open

    def note(name, *arguments, **options):
        names.append(name)
        assert options["opener"]
        assert "x" in arguments[0]
        return opened(name, *arguments, **options)

    monkeypatch.setattr("builtins.open", note)
    for _ in range(20):
        atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert len(set(names)) == 20


def test_a_long_name_is_no_obstacle(tmp_path):
    path = tmp_path / ("ü" * 120 + ".npz")
    filled(1).save(path)
    assert value_in(path) == 1


@POSIX
def test_what_is_no_ordinary_file_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="not an ordinary file"):
        atomic_writing.replace(tmp_path / "pipe", b"new")
    with pytest.raises(IsADirectoryError):
        atomic_writing.replace(tmp_path / "folder", b"new")
    assert sorted(os.listdir(tmp_path)) == ["folder", "pipe"]


# Windows, as far as it can be had elsewhere


def denied(times, action):
    """Fail so many times as Windows does while somebody reads the file."""
    left = [times]

    def attempt(*arguments):
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "Access is denied")
        return action(*arguments)

    return attempt


def test_a_file_that_somebody_reads_is_replaced_a_little_later(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", denied(3, os.replace))
    atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_a_file_that_is_never_let_go_is_an_error_and_stays(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", denied(10**6, os.replace))
    with pytest.raises(PermissionError, match="denied"):
        atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_on_windows_the_scratch_file_is_closed_before_it_is_moved(tmp_path, monkeypatch):
    files, moved = [], os.replace

    def replace(*arguments):
        assert files[0].closed
        moved(*arguments)

    monkeypatch.setattr(atomic_writing, "WINDOWS", True)
    monkeypatch.setattr(os, "replace", replace)
    atomic_writing.replace(tmp_path / "a.txt", lambda file: files.append(file))
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_file_system_that_cannot_sync_is_no_error(tmp_path, monkeypatch):
    def fsync(number):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", fsync)
    atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_a_disk_that_turns_out_full_at_the_end_leaves_the_old_file(tmp_path, monkeypatch):
    def fsync(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="No space"):
        atomic_writing.replace(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


# Nobody writes in another way


def test_no_other_module_of_the_package_replaces_files():
    package = atomic_writing.__file__.removesuffix("atomic_writing.py")
    found = set()
    for folder, _, names in os.walk(package):
        for name in names:
            if name.endswith(".py"):
                with contextlib.suppress(UnicodeDecodeError), open(f"{folder}/{name}") as file:
                    text = file.read()
                if any(word in text for word in ("os.replace", "mkstemp", '.partial"')):
                    found.add(name)
    assert found == {"atomic_writing.py"}
