"""Features matched wrongly."""

import cnnkit

from .given import NAN, M, Strange, T, V

CASES = {
    "match: shapes": (lambda e: cnnkit.match_score(e.rows, e.matrix), V, ["(5, 6)", "(3, 6)"]),
    "match: rank": (lambda e: cnnkit.match_map(e.x, e.matrix), V, ["(2, 3, 8, 9)", "2-D"]),
    "match: large": (lambda e: cnnkit.match_map(e.matrix, e.rows), V, ["5 pixels", "padding >= 1"]),
    "match: nan": (lambda e: cnnkit.match_map(e.rows, [[NAN]]), V, ["feature", "nan"]),
    "match: scoring": (
        lambda e: cnnkit.match_map(e.rows, e.matrix, scoring="product"),
        V,
        ["'product'", "'mean'"],
    ),
    "match: stride": (lambda e: cnnkit.match_map(e.rows, e.matrix, stride=0), V, ["stride", "0"]),
    "match: Strange": (lambda e: cnnkit.match_score(Strange(), [[1]]), T, ["patch", "Strange"]),
    "match: ragged": (lambda e: cnnkit.match_score([[1], [1, 2]], [[1]]), V, ["lengths"]),
    "match: 2**70": (lambda e: cnnkit.match_score([[2**70]], [[1]]), T, ["object"]),
    "match: padding": (lambda e: cnnkit.match_map(e.rows, [[1]], padding="same"), T, ["'same'"]),
    "match: 10**12": (lambda e: cnnkit.match_map(e.rows, [[1]], padding=10**12), M, ["too large"]),
}
