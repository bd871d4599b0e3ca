"""Initialisers called wrongly."""

from cnnkit import initialisers

from .given import M, T, V

CASES = {
    "initialiser: dtype": (
        lambda e: initialisers.he_normal((3, 3), e.rng, "nonsense"),
        T,
        ["'nonsense'", "np.float32"],
    ),
    "initialiser: dtype None": (
        lambda e: initialisers.he_uniform((3, 3), e.rng, None),
        T,
        ["dtype is None"],
    ),
    "initialiser: 10**18": (
        lambda e: initialisers.xavier_normal((10**9, 10**9), e.rng),
        M,
        ["too large"],
    ),
    "he_normal: no rng": (lambda e: initialisers.he_normal((3, 3), None), T, ["rng"]),
    "he_normal: 1-D": (
        lambda e: initialisers.he_normal((3,), e.rng),
        V,
        ["shape (3,) has no inputs and outputs"],
    ),
    "he_normal: dtype int": (
        lambda e: initialisers.he_normal((3, 2), e.rng, int),
        T,
        ["dtype is <class 'int'>"],
    ),
    "he_uniform: 1-D": (lambda e: initialisers.he_uniform((3,), e.rng), V, ["(3,)"]),
    "he_uniform: a number": (lambda e: initialisers.he_uniform(3, e.rng), T, ["shape 3"]),
    "xavier_normal: seed": (lambda e: initialisers.xavier_normal((3, 3), 0), T, ["default_rng"]),
    "xavier_normal: no inputs": (
        lambda e: initialisers.xavier_normal((3, 0), e.rng),
        V,
        ["shape 0 is too small"],
    ),
    "xavier_uniform: 1-D": (lambda e: initialisers.xavier_uniform((3,), e.rng), V, ["(3,)"]),
    "xavier_uniform: seed": (
        lambda e: initialisers.xavier_uniform((3, 2), 0),
        T,
        ["rng is 0", "default_rng(0)"],
    ),
}
