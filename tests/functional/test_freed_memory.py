"""Arrays of a training step come from memory that was used before, whoever writes the step."""

import os
import platform
import subprocess
import sys

import pytest

# Three large arrays are made, written and freed, as in a step. How many pages does the system have
# to give for that, after the first time?
PAGES = """
import resource

import numpy as np
{before}
def pages():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def write_and_free():
    [np.ones(2**20) for _ in range(3)]  # 8 MB each

write_and_free()
begun = pages()
for _ in range(20):
    write_and_free()
print(pages() - begun)
"""
SETTINGS = ("MALLOC_", "GLIBC_TUNABLES", "LD_PRELOAD")  # of other memory than glibc's usual


def pages(before):
    """Return how many pages twenty such steps cost after these lines."""
    usual = {key: value for key, value in os.environ.items() if not key.startswith(SETTINGS)}
    command = [sys.executable, "-c", PAGES.format(before=before)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=usual)
    return int(done.stdout)


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc" or sys.maxsize < 2**32, reason="only glibc is told so"
)
def test_importing_cnnkit_keeps_the_memory_of_freed_arrays():
    alone = pages("")
    if alone < 60:  # three a step: with this system's large pages there is nothing to see
        pytest.skip(f"here freed memory costs nothing: {alone} pages")
    assert pages("import cnnkit") <= alone / 4
