"""Plots called wrongly."""

from cnnkit import plots

from .given import NAN, T, V

CASES = {
    "plots: ragged": (lambda e: plots.heatmap([[1], [1, 2]], plots.panels()[1]), V, ["lengths"]),
    "plots: complex": (lambda e: plots.heatmap(e.rows * 1j, plots.panels()[1]), T, ["complex"]),
    "plots: no rows": (lambda e: plots.heatmap(e.rows[:0], plots.panels()[1]), V, ["(0, 6)"]),
    "plots: no Axes": (lambda e: plots.heatmap(e.rows, None), T, ["ax is None", "panels()"]),
    "plots: many Axes": (lambda e: plots.picture(e.rows, plots.panels(1, 2)[1]), T, ["one Axes"]),
    "plots: two grids": (
        lambda e: plots.products(e.rows, e.rows, plots.panels(1, 2)[1]),
        V,
        ["need 3 axes"],
    ),
    "plots: titles": (
        lambda e: plots.maps(e.x[0, :2], plots.panels(1, 2)[1], titles=["a"]),
        V,
        ["1 titles", "2 maps"],
    ),
    "plots: confusion": (
        lambda e: plots.confusion(e.rows, ["X", "O"], plots.panels()[1]),
        V,
        ["(5, 6)", "float32", "counts"],
    ),
    "plots: a list of lines": (lambda e: plots.lines([1, 2], plots.panels()[1]), T, ["a dict"]),
    "plots: an empty line": (lambda e: plots.lines({"a": []}, plots.panels()[1]), V, ["(0,)"]),
    "plots: places": (
        lambda e: plots.lines({"a": [1, 2]}, plots.panels()[1], x=[1]),
        V,
        ["x has 1 values", "a has 2"],
    ),
    "plots: names": (lambda e: plots.bars([1, 2], ["a"], plots.panels()[1]), V, ["1 names"]),
    "plots: nan bar": (lambda e: plots.bars([NAN], ["a"], plots.panels()[1]), V, ["nan"]),
    "plots: no panels": (lambda e: plots.panels(0), V, ["rows 0"]),
    "plots: a million": (lambda e: plots.panels(10**3, 10**3), V, ["at most 400"]),
    "plots: number": (lambda e: plots.number("x"), T, ["'x'"]),
}
