"""Train the voting weights of the X/O network once and store them in data/xo_network.npz.

Full-batch gradient descent on 2,000 generated pictures, in float64, with a weight decay that keeps
the votes small enough to read; then rounded to two decimals, so that they are the same numbers on
every machine. Run from the repository: python tools/make_xo_network.py
"""

import sys
from pathlib import Path

import numpy as np

from cnnkit import CrossEntropyLoss, xo

TARGET = Path(__file__).resolve().parent.parent / "data" / "xo_network.npz"
STEPS, RATE, DECAY = 3000, 0.2, 0.03


def trained_votes():
    """Return the weight and bias of the last layer, rounded to two decimals."""
    training = xo.make_dataset(2000, rng=np.random.default_rng(1))
    model = xo.untrained_network().to(np.float64)
    votes = model[4]
    pooled = model.activations(training.images.astype(np.float64))["3"]
    loss = CrossEntropyLoss()
    for _ in range(STEPS):
        loss(votes(pooled), training.targets)
        votes.backward(loss.backward(), input_gradient=False)
        votes.weight -= RATE * (votes.gradients["weight"] + DECAY * votes.weight)
        votes.bias -= RATE * votes.gradients["bias"]
    # + 0 turns -0.0 into 0.0
    return {
        key: (array.round(2) + 0).astype(np.float32) for key, array in votes.parameters().items()
    }


def main():
    """Store the votes, then say how well the stored numbers do on pictures not seen before."""
    votes = trained_votes()
    np.savez(TARGET, **{f"4.{key}": array for key, array in votes.items()})
    model = xo.untrained_network()
    model.load_state_dict(model.state_dict() | {f"4.{key}": a for key, a in votes.items()})
    fresh = xo.make_dataset(2000, rng=np.random.default_rng(2))
    right = model(fresh.images).argmax(axis=1) == fresh.targets
    for variant in xo.VARIANTS:
        print(f"{variant:10} {right[fresh.variants == variant].mean():.1%}")
    print(f"weights from {votes['weight'].min():.2f} to {votes['weight'].max():.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
