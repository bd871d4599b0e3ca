"""Train the network that reads drawn digits once and store it in data/digits_network.npz.

Only the training pictures of cnnkit's digits are used. In every epoch most of them are turned,
sheared, scaled, shifted and bent a little on their 32×32 pixels, and their blocks counted again:
hands differ more than 13 people do. Run from the repository: python tools/make_digits_network.py
"""

import hashlib
import sys
from pathlib import Path

import numpy as np

from cnnkit import SGD, CrossEntropyLoss, load_digits, train_step
from cnnkit.examples import digits

DATA = Path(__file__).resolve().parent.parent / "data"
TARGET = DATA / "digits_network.npz"
EPOCHS, BATCH, RATE, DECAY, CHANGED = 60, 64, 0.05, 1e-4, 0.85


def changed(images, rng):
    """Return the pictures (n, 1, 8, 8), each changed a little, as if another hand had drawn it."""
    n = len(images)

    def draw(spread):
        return rng.normal(0, spread, n)[:, None, None]

    rows, cols = np.mgrid[:32, :32] - 15.5
    cos, sin = np.cos(angle := draw(0.12)), np.sin(angle)
    at_row = (cos * rows - sin * cols) * (1 + draw(0.1)) + draw(1.0)
    at_col = (sin * rows + cos * cols) * (1 + draw(0.1)) + draw(0.12) * rows + draw(2.0)
    for at, along in ((at_row, cols), (at_col, rows)):  # slow waves
        phase, frequency = rng.uniform(0, 6.3, (n, 1, 1)), rng.uniform(0.1, 0.25, (n, 1, 1))
        at += draw(0.8) * np.sin(frequency * along + phase)
    # Where each of the 32×32 pixels lies among the 8×8 blocks, and what is there.
    ink = _between(images[:, 0], (at_row + 14) / 4, (at_col + 14) / 4)
    ink = np.clip((ink - 0.5) * 2.2 + 0.5, 0, 1)  # sharp strokes again
    return ink.reshape(n, 8, 4, 8, 4).mean(axis=(2, 4))[:, None].astype(np.float32)


def _between(pictures, rows, cols):
    """Return the pictures' values at fractions of pixels; paper outside."""
    framed = np.pad(pictures, ((0, 0), (2, 2), (2, 2)))
    which = np.arange(len(pictures))[:, None, None]
    top, left = np.floor(rows).astype(int), np.floor(cols).astype(int)
    down, right = rows - top, cols - left
    found = 0.0
    for i, share in ((0, 1 - down), (1, down)):
        for j, part in ((0, 1 - right), (1, right)):
            place = np.clip(top + i + 2, 0, 11), np.clip(left + j + 2, 0, 11)
            found = found + share * part * framed[which, *place]
    return found


def trained(seed=0):
    """Return the trained network's arrays, rounded to three decimals."""
    rng = np.random.default_rng(seed)
    data = load_digits()
    model, loss = digits.untrained_network(rng=rng), CrossEntropyLoss()
    optimizer = SGD(model, lr=RATE, momentum=0.9, weight_decay=DECAY)
    count = len(data.train_images)
    for epoch in range(EPOCHS):
        optimizer.lr = RATE * (1 + np.cos(np.pi * epoch / EPOCHS)) / 2 + 1e-3
        other = changed(data.train_images, rng)
        images = np.where(rng.random((count, 1, 1, 1)) < CHANGED, other, data.train_images)
        order = rng.permutation(count)
        for start in range(0, count, BATCH):
            batch = order[start : start + BATCH]
            train_step(
                model, images[batch], data.train_targets[batch], loss=loss, optimizer=optimizer
            )
    # + 0 turns -0.0 into 0.0
    return {
        key: (array.round(3) + 0).astype(np.float32) for key, array in model.state_dict().items()
    }


def main():
    """Store the network and its hash, then say how the stored numbers do on the test pictures."""
    np.savez_compressed(TARGET, **trained())
    sums = DATA / "SHA256SUMS"
    others = [line for line in sums.read_text().splitlines() if not line.endswith(TARGET.name)]
    line = f"{hashlib.sha256(TARGET.read_bytes()).hexdigest()}  {TARGET.name}"
    lines = sorted([*others, line], key=lambda line: line.split()[1])
    sums.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
    data = load_digits()
    right = digits.network()(data.test_images).argmax(axis=1) == data.test_targets
    print(f"{right.mean():.1%} of the test pictures right, {TARGET.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
