"""Scaling: how the time of a convolution layer grows with the batch, the size, the channels."""

import statistics

import numpy as np

from cnnkit import Conv2d

# what is varied: batch size, side of the picture, channels in and out
VARIED = {
    "batch": [(n, 28, 8) for n in (8, 16, 32, 64, 128)],
    "pixels": [(16, side, 8) for side in (14, 20, 28, 40, 56)],
    "channels": [(16, 14, channels) for channels in (8, 16, 32, 64, 128)],
}


def amount(name, n, side, channels):
    """Return the number that the horizontal axis shows."""
    return {"batch": n, "pixels": side * side, "channels": channels}[name]


def measure(clock, rounds):
    """Return for each quantity its values, the median times and the slope in log-log."""
    curves = {}
    for name, settings in VARIED.items():
        runs = []
        for n, side, channels in settings:
            rng = np.random.default_rng(0)
            layer = Conv2d(channels, channels, 3, padding="same", rng=rng)
            x = rng.standard_normal((n, channels, side, side)).astype(np.float32)
            d = layer(layer(x))  # in the package's memory order, as inside a network
            runs.append((layer, d))
        times = [[] for _ in runs]
        for _ in range(rounds):
            for (layer, d), took in zip(runs, times, strict=True):
                start = clock()
                layer(d)
                layer.backward(d)
                took.append(clock() - start)
        amounts = [amount(name, *setting) for setting in settings]
        medians = [statistics.median(took) for took in times]
        slope = float(np.polyfit(np.log(amounts), np.log(medians), 1)[0])
        curves[name] = {"amounts": amounts, "seconds": medians, "slope": slope}
    return curves


def draw(curves, path):
    """Draw the three curves with their slopes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3), layout="constrained")
    FigureCanvasAgg(figure)
    for ax, (name, curve) in zip(figure.subplots(1, len(curves)), curves.items(), strict=True):
        ax.loglog(curve["amounts"], np.array(curve["seconds"]) * 1000, "o-", color="#2166ac")
        ax.set(xlabel=name, title=f"slope {curve['slope']:.2f}")
        ax.set_xticks(curve["amounts"], curve["amounts"])
        ax.minorticks_off()
        ax.grid(alpha=0.3)
    figure.axes[0].set_ylabel("forward and backward, ms")
    figure.savefig(path, dpi=120)
