"""What may run at the same time where two processes share a run: `-n 2 --dist loadfile`."""

# What waits for a browser, a kernel or a clock would hinder one another, so one process has it all.
WAITING = (
    "tests/browser/",
    "tests/classroom/test_class_verify.py",
    "tests/course/test_cli.py",
    "tests/exercises/test_saved_answers.py",
    "tests/exercises/test_in_a_notebook.py",
    "tests/exercises/test_sandbox.py",
    "tests/exercises/test_stop_button.py",
    "tests/train/test_search.py",
    "tests/widgets/test_training_lab.py",
    "tests/widgets/test_training_task.py",
)


def scheduler(config, log):
    """Return what hands out the tests: a file at a time, and all of `WAITING` to one process.

    Parameters
    ----------
    config : pytest.Config
    log : the log that pytest-xdist gives

    Returns
    -------
    object or None
        A scheduler of pytest-xdist; None, for its own, where the run is shared in another way.
    """
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "what waits" if file.startswith(WAITING) else file

    config.option.loadscopereorder = False  # the browser's tests take longest and come early
    return Scheduling(config, log)
