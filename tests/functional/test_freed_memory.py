"""Arrays of a training step come from memory that was used before, whoever writes the step."""

import subprocess
import sys

import pytest

# A large array is made, written and freed; how many pages does the system have to give each time?
PAGES = """
import resource

import numpy as np
{before}
def pages():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def write_and_free():
    np.ones(2**20)  # 8 MB

write_and_free()
begun = pages()
for _ in range(20):
    write_and_free()
print(pages() - begun)
"""


def pages(before):
    """Return how many pages twenty arrays cost after these lines."""
    command = [sys.executable, "-c", PAGES.format(before=before)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others keep memory themselves")
def test_importing_cnnkit_keeps_the_memory_of_freed_arrays():
    assert pages("import cnnkit") <= 20  # one an array is noise
    assert pages("") > 20  # so the test would see it
