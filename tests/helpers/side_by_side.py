"""What may run at the same time where two processes share a run: see `one_after_another`."""

# What waits for a browser, a kernel or a clock would hinder one another, so one process has it all.
WAITING = (
    "tests/browser/",
    "tests/classroom/test_class_verify.py",
    "tests/course/test_cli.py",
    "tests/exercises/test_answers.py",
    "tests/exercises/test_in_a_notebook.py",
    "tests/exercises/test_sandbox.py",
    "tests/exercises/test_stop_button.py",
    "tests/train/test_search.py",
    "tests/widgets/test_training_lab.py",
    "tests/widgets/test_training_task.py",
)


def one_after_another(file):
    """Return the name of those tests that stay in one process and in their order.

    Parameters
    ----------
    file : str
        A file of tests, from the root of the repository.

    Returns
    -------
    str
        The file itself, or one name for all that is in `WAITING`.
    """
    return "what waits" if file.startswith(WAITING) else file
