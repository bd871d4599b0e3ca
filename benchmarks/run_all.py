"""How long "Run All" takes: every lesson from its first cell to its last, in a fresh kernel.

    python benchmarks/run_all.py              all lessons, about two minutes; stores what it finds
    python benchmarks/run_all.py 04 10        these, prints only
    python benchmarks/run_all.py 04 --cells   … and its slowest cells

Wall time counts from the start of the kernel to the end of the last cell, as after "Restart Kernel
and Run All Cells"; CPU time is that of the kernel and of the processes that it started. NumPy
multiplies on one core, as `cnnkit lab` lets it. Nothing is stored in the notebooks. At most `MOST`
seconds are wanted on two quiet cores. Results, with the load before, go to
benchmarks/results/run_all.json.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from latency import machine
from nbclient import NotebookClient

from tools import notebooks

STORED = notebooks.ROOT / "benchmarks" / "results" / "run_all.json"
MOST = 10.0  # seconds of wall time
ROUNDS = 3
CPU = "import os, time; print(time.process_time() + sum(os.times()[2:4]))"


def run(path):
    """Run a lesson once.

    Returns
    -------
    dict
        Seconds of wall and CPU time, and the wall time of each cell by its index.
    """
    notebook = nbformat.read(path, as_version=4)
    asking = nbformat.v4.new_code_cell(CPU)
    notebook.cells.append(asking)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=notebooks.CELL_TIMEOUT,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    cells, began = {}, time.perf_counter()
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            if cell is asking:
                wall = time.perf_counter() - began
            start = time.perf_counter()
            client.execute_cell(cell, index)
            cells[index] = time.perf_counter() - start
    del cells[len(notebook.cells) - 1]
    return {"wall": wall, "cpu": float(asking.outputs[0].text), "cells": cells}


def measure(path, rounds):
    """Return the medians of several runs, and the cells of the last."""
    runs = [run(path) for _ in range(rounds)]
    found = {key: round(statistics.median(one[key] for one in runs), 2) for key in ("wall", "cpu")}
    return found, runs[-1]["cells"]


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="lessons; default: all")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--cells", action="store_true", help="print the slowest cells")
    options = parser.parse_args(arguments)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    results = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        notebooks.set_clean_environment(Path(folder))
        for path in notebooks.find(options.names):
            results[path.stem], cells = measure(path, options.rounds)
            wall, cpu = results[path.stem].values()
            slow = "" if wall <= MOST else f"   more than {MOST:g} s"
            print(f"{path.stem:28}{wall:6.1f} s wall{cpu:7.1f} s cpu{slow}", flush=True)
            for index in sorted(cells, key=cells.get, reverse=True)[: 8 * options.cells]:
                print(f"    [{index}] {cells[index]:5.2f} s")
    if not options.names:
        content = {"machine": machine(None) | {"load before": load}, "results": results}
        del content["machine"]["chromium"]
        STORED.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8", newline="\n")
    return 1 if any(found["wall"] > MOST for found in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
