"""Speed of cnnkit beside its peers, in one process, as ratios.

    python benchmarks/speed.py             # everything, a few minutes; stores what it finds
    python benchmarks/speed.py --quick     # fewer rounds, prints only
    python benchmarks/speed.py --no-store  # all rounds, prints only
    python benchmarks/speed.py --readme    # measures nothing; README's figures from the stored run

Contestants take turns, so that whatever else the machine does hits all of them alike, and who
begins changes from round to round. A turn is a few runs one after the other, as a training loop
does them, and counts as their mean. A ratio is cnnkit's time over the peer's in the same round;
printed are its minimum, median and maximum. Below 1 cnnkit is faster. Results go to
benchmarks/results/ with a description of the machine, and from there to README. They mean
something on a quiet machine only.
"""

import single_thread  # isort: skip  (before NumPy is loaded)

import argparse
import contextlib
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc

import growth
import numpy as np
import report
from contestants import LENET, NETWORKS, PHOTOS, README, Cnnkit, Im2col, Jax, Torch

import cnnkit

# the median to reach, and a stretch
TARGETS = {
    "training step, LeNet-like / PyTorch": (0.70, 0.55),
    "training step, LeNet-like / PyTorch channels_last": (1.05, None),
    "training step, VGG-like / PyTorch": (1.15, 0.95),
    "two threads, LeNet-like / PyTorch on two": (1.0, None),
    "two threads, VGG-like / PyTorch on two": (1.4, None),
    "inference of 1 image, LeNet-like / PyTorch": (0.5, None),
    "inference of 256 images, LeNet-like / PyTorch": (0.5, None),
    "inference of 1 image, VGG-like / PyTorch": (0.9, None),
    "inference of 256 images, VGG-like / PyTorch": (0.75, None),
    "peak memory of a step, LeNet-like (MB)": (5, None),
    "peak memory of a step, VGG-like (MB)": (25, None),
    "digits: to 98 % test accuracy (s)": (5, None),
    "import cnnkit beyond NumPy (ms)": (30, None),
    "predict 256, LeNet-like / PyTorch channels_last": (0.65, 0.55),
    "predict 256, VGG-like / PyTorch channels_last": (1.05, 0.95),
    "README's training / PyTorch": (0.55, 0.45),
    "digits step / PyTorch": (0.75, 0.65),
    "digits step / PyTorch channels_last": (1.0, 0.9),
    "photographs 224×224, step on 32 / PyTorch channels_last": (0.85, 0.7),
    "peak memory of a step, 32 photographs (MB)": (40, 25),
    "MNIST-sized epoch, LeNet-like (s)": (3.3, 2.9),
    "growth with batch (log-log slope)": (1.1, None),
    "growth with pixels (log-log slope)": (1.1, None),
    "growth with channels (log-log slope)": (2.0, None),
}


def race(contestants, rounds, clock, in_a_row=3):
    """Return the mean times of each contestant's turns of some runs in a row."""
    for run in contestants.values():
        for _ in range(3):
            run()
    times, order = {name: [] for name in contestants}, list(contestants)
    gc.collect()
    for _ in range(rounds):
        for name in order:
            run = contestants[name]
            start = clock()
            for _ in range(in_a_row):
                run()
            times[name].append((clock() - start) / in_a_row)
        order.append(order.pop(0))
    return times


def ratios(times, ours, theirs):
    """Return the minimum, median and maximum of the ratio in each round."""
    each = [a / b for a, b in zip(times[ours], times[theirs], strict=True)]
    return min(each), statistics.median(each), max(each)


def line(results, name, low, median, high):
    """Print one row of the table and keep it."""
    target, stretch = TARGETS.get(name, (None, None))
    verdict = "" if target is None else f"<= {target:g} " + ("yes" if median <= target else "NO")
    if stretch is not None:
        verdict += f", stretch {stretch:g} " + ("yes" if median <= stretch else "no")
    print(f"{name:56} {low:8.2f} {median:8.2f} {high:8.2f}   {verdict}", flush=True)
    results.append({"measure": name, "min": low, "median": median, "max": high, "target": target})


def batch(n, size=28):
    """Return pictures and classes."""
    rng = np.random.default_rng(1)
    return rng.standard_normal((n, 1, size, size)).astype(np.float32), rng.integers(0, 10, n)


def contestants_for(network, x, y):
    """Return every library that is installed, after checking that all compute the same."""
    ours = Cnnkit(network, x, y)
    weights = ours.model.state_dict()
    found = {"cnnkit": ours, "im2col": Im2col(network, x, y, weights)}
    for name, make in {
        "PyTorch": lambda: Torch(network, x, y, weights),
        "PyTorch channels_last": lambda: Torch(network, x, y, weights, channels_last=True),
        "JAX": lambda: Jax(network, x, y, weights),
    }.items():
        try:
            found[name] = make()
        except ImportError:
            print(f"({name} is not installed)")
    losses = {name: contestant.step() for name, contestant in found.items()}
    for name, contestant in found.items():
        assert abs(losses[name] - losses["cnnkit"]) < 1e-4, (name, losses)
        assert contestant.gradients().keys() == weights.keys(), name
        for key, gradient in contestant.gradients().items():
            np.testing.assert_allclose(
                gradient, ours.gradients()[key], rtol=1e-2, atol=1e-4, err_msg=f"{name} {key}"
            )
    return found


def training(results, rounds, clock):
    """Time one step on 64 pictures of 28 by 28."""
    x, y = batch(64)
    for name, network in NETWORKS.items():
        found = contestants_for(network, x, y)
        slow = found.pop("im2col")
        times = race({peer: found[peer].step for peer in found}, rounds, clock)
        for peer in list(found)[1:]:
            label = f"training step, {name} / {peer}"
            line(results, label, *ratios(times, "cnnkit", peer))
        times = race({"cnnkit": found["cnnkit"].step, "im2col": slow.step}, 5, clock)
        label = f"training step, {name} / im2col with np.add.at"
        line(results, label, *ratios(times, "cnnkit", "im2col"))


def inference(results, rounds, clock):
    """Time one picture, as a student asks, and 256."""
    for name, network in NETWORKS.items():
        found = contestants_for(network, *batch(4))
        del found["im2col"]
        for n in (1, 256):
            x = batch(n)[0]
            inputs = {peer: c.tensor(x) if isinstance(c, Torch) else x for peer, c in found.items()}
            runs = {peer: lambda c=c, x=inputs[peer]: c.predict(x) for peer, c in found.items()}
            times = race(runs, rounds, clock, in_a_row=20 if n == 1 else 3)
            what = f"inference of {n} image{'s' if n > 1 else ''}, {name}"
            for peer in list(found)[1:]:
                line(results, f"{what} / {peer}", *ratios(times, "cnnkit", peer))


def predictions(results, rounds, clock):
    """Time `predict`, which goes through 256 pictures in parts, beside the peers' 256 in one go."""
    for name, network in NETWORKS.items():
        found = contestants_for(network, *batch(4))
        x = batch(256)[0]
        peers = {peer: c for peer, c in found.items() if peer == "cnnkit" or isinstance(c, Torch)}
        inputs = {peer: c.tensor(x) if isinstance(c, Torch) else x for peer, c in peers.items()}
        runs = {peer: lambda c=c, x=inputs[peer]: c.classes(x) for peer, c in peers.items()}
        times = race(runs, rounds, clock)
        for peer in list(runs)[1:]:
            line(results, f"predict 256, {name} / {peer}", *ratios(times, "cnnkit", peer))


def readme_training(results, rounds, clock):
    """Time README's ten lines: fifteen epochs of the handwritten digits, data in memory."""
    data, rng = cnnkit.load_digits(), np.random.default_rng(0)
    x, y = data.train_images, data.train_targets
    found = contestants_for(README, x[:64], y[:64])
    orders = [rng.permutation(len(x)) for _ in range(15)]

    def trained(peer):
        if peer == "cnnkit":
            model = found[peer].model
            optimizer = cnnkit.SGD(model, lr=0.1, momentum=0.9)
            loss = cnnkit.CrossEntropyLoss()
            list(cnnkit.fit(model, x, y, loss=loss, optimizer=optimizer, epochs=15))
            return
        contestant = found[peer]
        contestant.x, contestant.y = contestant.tensor(x), contestant.torch.from_numpy(y)
        contestant.optimizer = contestant.torch.optim.SGD(
            contestant.model.parameters(), lr=0.1, momentum=0.9
        )
        for order in orders:
            contestant.epoch(order)

    peers = [peer for peer, c in found.items() if peer == "cnnkit" or isinstance(c, Torch)]
    # Every run goes on from the last one's weights: the work is the same.
    runs = {peer: lambda peer=peer: trained(peer) for peer in peers}
    times = race(runs, max(3, rounds // 3), clock, in_a_row=1)
    for peer in peers[1:]:
        line(results, f"README's training / {peer}", *ratios(times, "cnnkit", peer))
    seconds = sorted(times["cnnkit"])
    name = "README's training (s)"
    line(results, name, seconds[0], statistics.median(seconds), seconds[-1])


def digits_step(results, rounds, clock):
    """Time one step of README's network on 64 digits of 8 by 8."""
    data = cnnkit.load_digits()
    found = contestants_for(README, data.train_images[:64], data.train_targets[:64])
    runs = {p: c.step for p, c in found.items() if p == "cnnkit" or isinstance(c, Torch)}
    times = race(runs, rounds, clock, in_a_row=50)
    for peer in list(runs)[1:]:
        line(results, f"digits step / {peer}", *ratios(times, "cnnkit", peer))


def photographs(results, rounds, clock):
    """Time one step on 32 colour photographs of 224 by 224, and the most that it holds."""
    rng = np.random.default_rng(1)
    x = rng.standard_normal((32, 3, 224, 224)).astype(np.float32)
    y = rng.integers(0, 10, 32)
    ours = Cnnkit(PHOTOS, x, y)
    weights, peers = ours.model.state_dict(), {}
    with contextlib.suppress(ImportError):
        peers["PyTorch"] = Torch(PHOTOS, x, y, weights)
        peers["PyTorch channels_last"] = Torch(PHOTOS, x, y, weights, channels_last=True)
    runs = {"cnnkit": ours.step} | {peer: c.step for peer, c in peers.items()}
    times = race(runs, max(3, rounds // 4), clock, in_a_row=1)
    what = "photographs 224×224, step on 32"
    for peer in peers:
        line(results, f"{what} / {peer}", *ratios(times, "cnnkit", peer))
    peak = traced(ours.step)
    line(results, "peak memory of a step, 32 photographs (MB)", peak, peak, peak)


def large_epoch(results, rounds, clock):
    """Time an epoch of 60,000 pictures of 28 by 28, as many as MNIST has."""
    x, y = batch(60_000)
    order = np.random.default_rng(0).permutation(len(x))
    ours = Cnnkit(LENET, x, y)
    runs = {"cnnkit": lambda: ours.epoch(order)}
    with contextlib.suppress(ImportError):
        for name, last in (("PyTorch", False), ("PyTorch channels_last", True)):
            peer = Torch(LENET, x, y, ours.model.state_dict(), channels_last=last)
            runs[name] = lambda peer=peer: peer.epoch(order)
    times = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            start = clock()
            run()
            times[name].append(clock() - start)
    seconds = sorted(times["cnnkit"])
    name = "MNIST-sized epoch, LeNet-like (s)"
    line(results, name, seconds[0], statistics.median(seconds), seconds[-1])
    for peer in list(runs)[1:]:
        label = f"MNIST-sized epoch, LeNet-like / {peer}"
        line(results, label, *ratios(times, "cnnkit", peer))


def two_threads(results, rounds):
    """Time a step with the parts of the batch shared out; always by the wall clock."""
    x, y = batch(64)
    for name, network in NETWORKS.items():
        one, two = Cnnkit(network, x, y), Cnnkit(network, x, y, threads=2)
        runs = {"one": one.step, "two": two.step}
        try:
            peer = Torch(network, x, y, one.model.state_dict())
        except ImportError:
            peer = None
        if peer:

            def their_step(peer=peer):
                peer.torch.set_num_threads(2)
                peer.step()
                peer.torch.set_num_threads(1)

            runs["PyTorch on two"] = their_step
        times = race(runs, rounds, time.perf_counter)
        if peer:
            label = f"two threads, {name} / PyTorch on two"
            line(results, label, *ratios(times, "two", "PyTorch on two"))
        line(results, f"two threads, {name} / one thread", *ratios(times, "two", "one"))


def traced(run):
    """Return the most that a run holds beyond what there is, in MB of 2**20 bytes."""
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return peak


def memory(results):
    """Trace the most that one step holds beyond the model, in MB of 2**20 bytes."""
    for name, network in NETWORKS.items():
        contestant = Cnnkit(network, *batch(64))
        contestant.step()
        peak = traced(contestant.step)
        line(results, f"peak memory of a step, {name} (MB)", peak, peak, peak)


def digits(results, rounds, clock):
    """Train on the handwritten digits until the test accuracy reaches 98 %."""
    took = []
    for seed in range(rounds):
        data, rng = cnnkit.load_digits(), np.random.default_rng(seed)
        model = cnnkit.Sequential(
            cnnkit.Conv2d(1, 16, 3, padding="same", rng=rng),
            cnnkit.ReLU(),
            cnnkit.Conv2d(16, 32, 3, padding="same", rng=rng),
            cnnkit.ReLU(),
            cnnkit.MaxPool2d(2),
            cnnkit.Flatten(),
            cnnkit.Linear(512, 64, rng=rng),
            cnnkit.ReLU(),
            cnnkit.Linear(64, 10, rng=rng),
        )
        start = clock()
        for record in cnnkit.fit(
            model,
            data.train_images,
            data.train_targets,
            loss=cnnkit.CrossEntropyLoss(),
            optimizer=cnnkit.SGD(model, lr=0.05, momentum=0.9),
            epochs=60,
            validation=(data.test_images, data.test_targets),
            rng=rng,
        ):
            if record.validation_accuracy >= 0.98:
                break
        took.append(clock() - start)
        if record.validation_accuracy < 0.98:
            took[-1] = float("inf")
    took.sort()
    name = "digits: to 98 % test accuracy (s)"
    line(results, name, took[0], statistics.median(took), took[-1])


def imports(results, rounds, clock):
    """Time `import cnnkit` in fresh processes in which NumPy is loaded already.

    They find compiled files, as after an installation, whatever the environment says of these.
    """
    code = (
        f"from time import {clock.__name__} as clock; import numpy; "
        "start = clock(); import cnnkit; print(clock() - start)"
    )
    run = [sys.executable, "-c", code]
    with tempfile.TemporaryDirectory() as compiled:
        env = os.environ | {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        took = [
            1000
            * float(subprocess.run(run, capture_output=True, text=True, check=True, env=env).stdout)
            for _ in range(rounds + 1)
        ]
    took = sorted(took[1:])  # the first has compiled
    name = "import cnnkit beyond NumPy (ms)"
    line(results, name, took[0], statistics.median(took), took[-1])


def scipy_row(results, rounds, clock):
    """Time one filter over one large picture, the only thing that SciPy's correlate2d does."""
    try:
        from scipy.signal import correlate2d
    except ImportError:
        print("(SciPy is not installed)")
        return
    rng = np.random.default_rng(0)
    picture, kernel = rng.standard_normal((256, 256)), rng.standard_normal((5, 5))
    x, w = picture[None, None], kernel[None, None]
    y = cnnkit.functional.conv2d(x, w)[0, 0]
    np.testing.assert_allclose(y, correlate2d(picture, kernel, mode="valid"), atol=1e-10)
    times = race(
        {
            "cnnkit": lambda: cnnkit.functional.conv2d(x, w),
            "SciPy": lambda: correlate2d(picture, kernel, mode="valid"),
        },
        rounds,
        clock,
    )
    name = "one 5x5 filter over 256x256 / SciPy correlate2d"
    line(results, name, *ratios(times, "cnnkit", "SciPy"))


def machine(clock, load):
    """Describe what was measured on, without names of hosts or folders."""
    versions = {"python": platform.python_version(), "numpy": np.__version__}
    for name in ("torch", "jax", "scipy"):
        if name in sys.modules:
            versions[name] = sys.modules[name].__version__
    processor = platform.processor()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            processor = next(x for x in file if x.startswith("model name")).split(":")[1].strip()
    except (OSError, StopIteration):
        pass
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    try:
        from threadpoolctl import threadpool_info

        kernels = {p["architecture"] for p in threadpool_info() if "architecture" in p}
    except ImportError:
        kernels = set()
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor,
        "cores": os.cpu_count(),
        "load before": load,
        "clock": clock,
        "blas": f"{blas.get('name')} {blas.get('version')}",
        "blas kernels": sorted(kernels),
        "blas settings found": single_thread.FOUND,
        "blas settings kept": single_thread.KEPT,
        "versions": versions,
    }


def main():
    """Measure everything, print the table, store it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds, prints only")
    parser.add_argument("--readme", action="store_true", help="measure nothing, write README")
    parser.add_argument(
        "--clock",
        choices=("wall", "cpu"),
        default="wall",
        help="cpu counts this process's own time only: for a busy machine",
    )
    parser.add_argument("--keep-blas", action="store_true", help="keep OPENBLAS_* as they are set")
    parser.add_argument("--no-store", action="store_true", help="write no files")
    options = parser.parse_args()
    if options.readme:
        report.write(report.load())
        return
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    clock = time.perf_counter if options.clock == "wall" else time.process_time
    rounds = 7 if options.quick else 31
    try:
        import torch

        torch.set_num_threads(1)
    except ImportError:
        pass
    if single_thread.FOUND:
        print(f"{', '.join(single_thread.FOUND)}: {'kept' if options.keep_blas else 'dropped'}")
    results = []
    print(f"{'cnnkit / peer, or as named':56} {'min':>8} {'median':>8} {'max':>8}   to reach")
    training(results, rounds, clock)
    two_threads(results, rounds)
    inference(results, rounds, clock)
    predictions(results, rounds, clock)
    readme_training(results, rounds, clock)
    digits_step(results, rounds, clock)
    photographs(results, rounds, clock)
    large_epoch(results, 1 if options.quick else 3, clock)
    scipy_row(results, rounds, clock)
    memory(results)
    digits(results, 3 if options.quick else 5, clock)
    imports(results, 5 if options.quick else 15, clock)
    curves = growth.measure(clock, 5 if options.quick else 15)
    for name, curve in curves.items():
        line(results, f"growth with {name} (log-log slope)", *[curve["slope"]] * 3)
    if not (options.no_store or options.quick):
        report.STORED.parent.mkdir(exist_ok=True)
        stored = {"machine": machine(options.clock, load), "results": results, "growth": curves}
        text = json.dumps(_rounded(stored), indent=1) + "\n"
        report.STORED.write_text(text, encoding="utf-8")
        growth.draw(curves, report.STORED.with_name("growth.png"))
        report.write(report.load())
        print("stored in benchmarks/results: speed.json, growth.png; README's figures are theirs")


def _rounded(value):
    """Return what is stored with four digits of every number: more are noise."""
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_rounded(entry) for entry in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()
