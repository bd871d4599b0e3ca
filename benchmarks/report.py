"""Write README's speed figures: the ratios of the stored run, never typed by hand."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STORED = ROOT / "benchmarks" / "results" / "speed.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- speed: written by benchmarks/speed.py -->\n", "<!-- end of speed -->\n"

NETWORKS = ("LeNet-like", "VGG-like")
ROWS = {
    "a training step on 64 pictures / PyTorch": "training step, {} / PyTorch",
    "… / PyTorch in its `channels_last` order": "training step, {} / PyTorch channels_last",
    "… / im2col in NumPy (fancy indexing, `np.add.at`)": (
        "training step, {} / im2col with np.add.at"
    ),
    "1 picture through the network / PyTorch": "inference of 1 image, {} / PyTorch",
    "256 pictures / PyTorch": "inference of 256 images, {} / PyTorch",
}


def load():
    """Return the stored run."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def section(stored):
    """Return README's lines between the two marks."""
    medians = {row["measure"]: row["median"] for row in stored["results"]}
    versions = stored["machine"]["versions"]
    lines = [
        "Time of cnnkit / time of the peer for the same work; below 1 cnnkit is faster. Medians of "
        f"a run on one thread of one computer ({stored['machine']['processor']}; NumPy "
        f"{versions['numpy']} with OpenBLAS's products for "
        f"{' and '.join(stored['machine']['blas kernels'])}, PyTorch "
        f"{versions['torch'].partition('+')[0]}), float32, 28×28:",
        "",
        "| | " + " | ".join(NETWORKS) + " |",
        "|---|" + "--:|" * len(NETWORKS),
    ]
    for label, measure in ROWS.items():
        cells = [f"{medians[measure.format(network)]:.2f}" for network in NETWORKS]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def write(stored):
    """Put the section into README."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(before + BEGIN + section(stored) + END + after, encoding="utf-8")
