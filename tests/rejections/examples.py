"""The letters X and O asked for wrongly."""

from cnnkit import xo

from .given import M, T, V

CASES = {
    "xo: picture": (lambda e: xo.picture("Z"), V, ["'Z'", "'X' or 'O'"]),
    "xo: count": (lambda e: xo.make_dataset(-5, rng=e.rng), V, ["count", "-5"]),
    "xo: rng": (lambda e: xo.make_dataset(5, rng=5), T, ["default_rng(5)"]),
    "xo: 10**15": (lambda e: xo.make_dataset(10**15, rng=e.rng), M, ["too large"]),
    "xo: list": (lambda e: xo.picture(["X"]), V, ["['X']"]),
}
