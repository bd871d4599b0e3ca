"""Every rule of arithmetic, recomputed: what a panel says that its cells are made of gives them.

Written from the definitions alone, in NumPy; nothing here calls the code under test.
"""

from __future__ import annotations

import re

import numpy as np

from tests.helpers import arithmetic
from tests.widgets.truth.seen import Seen, near, printed, says, window_places, windows


def check_scene(seen: Seen) -> int:
    """Assert that every panel's rule gives every one of its cells; return how many were checked."""
    count = 0
    for name, panel in seen.panels.items():
        if panel["map_of"]:
            owner, channel = panel["map_of"]
            whole = seen.of(owner)
            count += near(
                seen.of(name), whole if channel < 0 else whole[channel][None], what=f"{name} of"
            )
        if panel["rule"]:
            check = RULES.get(panel["rule"]["kind"])
            assert check, f"no recomputation for rules of kind {panel['rule']['kind']!r}"
            count += check(seen, name, panel["rule"])
    for words in words_of(seen):
        count += arithmetic.check_line(words, rounded=rounded(seen))
        assert not re.search(r"(?<![\w)\]-])-\d", words), f"{words!r} has a hyphen for a minus"
    for link in seen.scene["links"]:
        assert link["kind"] in LINKS, f"no recomputation for links of kind {link['kind']!r}"
    return count


LINKS = ("window", "flatten", "unflatten", "dense", "value")


# -- what cells read


def read_windows(seen: Seen, name: str, source: str, outside: float = 0.0) -> np.ndarray:
    """Return what each cell reads: (channels, rows, columns, cells), `outside` where nothing is."""
    link = seen.link(name, source)
    assert link["kind"] == "window", f"{name} reads {source} by {link['kind']}, not by a window"
    found = windows(link, seen.of(source), seen.of(name).shape[1:], outside)
    return found.reshape(*found.shape[:3], -1)


def read_own(seen: Seen, name: str, rule: dict, outside: float = np.nan) -> np.ndarray:
    """Return what each cell reads in its own channel (pooling)."""
    assert seen.link(name, rule["source"])["channels"] == "same"
    return read_windows(seen, name, rule["source"], outside)


# -- the kinds


def products(seen: Seen, name: str, rule: dict) -> int:
    """A sum of products: of a window with a kernel, or of a list with a row of weights."""
    cells = seen.of(name)
    bias = seen.arrays[rule["bias"]].ravel() if rule.get("bias") else None
    sums, scale = products_of(seen, name, rule)
    if rule.get("sums"):
        near(seen.arrays[rule["sums"]], sums, scale, f"{name}: sums")
    value = sums / rule["divide"] if rule.get("divide") else sums
    if rule.get("rectify"):
        value = np.maximum(value, 0)
    if bias is not None:
        if not rule.get("vector"):
            value = value + bias[:, None, None]
        elif rule.get("order"):
            value = value + bias[rule["order"]].reshape(1, -1, 1)
        else:
            value = value + bias.reshape(cells.shape)
        scale = scale + np.abs(bias).max()
    return near(cells, value, scale, f"{name}: products")


def products_of(seen: Seen, name: str, rule: dict):
    """Return the sums of products for every cell of a panel, and how large their terms are."""
    cells, weights = seen.of(name), seen.arrays[rule["weights"]]
    link = seen.link(name, rule["source"])
    if link["kind"] == "dense":
        given = seen.of(rule["source"]).ravel()
        rows = weights[rule["order"]] if rule.get("order") else weights
        terms = rows * given
        return (a.sum(1).reshape(cells.shape) for a in (terms, np.abs(terms)))
    read = windows(link, seen.of(rule["source"]), cells.shape[1:])
    if link["channels"] == "same":  # each channel with its own slice
        slices = np.broadcast_to(
            weights.reshape(-1, *weights.shape[-2:]), (len(read), *weights.shape[-2:])
        )
        return tuple(np.einsum("crskl,ckl->crs", f(read), f(slices)) for f in (np.array, np.abs))
    kernels = weights if weights.ndim == 4 else weights[None]
    return tuple(np.einsum("crskl,ockl->ors", f(read), f(kernels)) for f in (np.array, np.abs))


# What a formula gives, and the numbers that stand in it.
FORMULAS = {
    "max(0, {z})": (lambda z: np.maximum(0, z), lambda z: [0, z]),
    "1 ÷ (1 + e^−{(z)})": (lambda z: 1 / (1 + np.exp(-z)), lambda z: [1, 1, z]),
    "tanh {(z)}": (np.tanh, lambda z: [z]),
}


def evaluate(formula: str, positive: str, z, slope):
    """Return what an activation's formula gives, as a person would work it out."""
    with np.errstate(over="ignore"):
        if formula in FORMULAS:
            value = FORMULAS[formula][0](z)
        elif formula == "{z} × {slope}":
            value = z * slope
        elif formula == "{z}" or formula.startswith("{z}, nothing is dropped"):
            value = z
        elif found := re.fullmatch(r"\{z\} × (\S+)", formula):
            value = z * float(found[1].replace("−", "-"))
        elif found := re.fullmatch(r"\{z\} > (\S+): \{result\}", formula):
            value = np.float32(z > float(found[1].replace("−", "-")))
        else:
            raise AssertionError(f"no recomputation for the formula {formula!r}")
    if positive:
        assert positive == "{z} stays {z}"
        value = np.where(z > 0, z, value)
    return value


def activation(seen: Seen, name: str, rule: dict) -> int:
    """A curve, or the grids beside it: value and slope by the formula."""
    if seen.panels[name]["kind"] == "curve":
        value, slope = seen.of(name)[:2, 0]
        z = np.linspace(*seen.panels[name]["x"], value.size)
    else:
        grids = [seen.of(grid) for grid in seen.scene["grids_of_values"]]
        z, value, slope = (*grids, grids[1])[:3]
    exact = 6e-3 if re.search(r"× \d", rule["formula"]) else 2e-5  # a slope written with 3 digits
    near(value, evaluate(rule["formula"], rule["positive"], z, slope), 1, f"{name}: value", exact)
    if seen.panels[name]["kind"] == "curve":  # a slope is what a nudge says, except at a corner
        step = z[1] - z[0]
        middle = np.gradient(value, step)
        calm = np.abs(z) > 1.5 * step
        calm[[0, -1]] = False
        bend = np.abs(np.gradient(middle, step))[calm] * step + 1e-3
        assert (np.abs(middle - slope)[calm] <= bend * 2 + 2e-3).all(), f"{name}: slope"
    return value.size


def apply(seen: Seen, name: str, rule: dict) -> int:
    """A formula on every number."""
    z = seen.of(rule["source"])
    exact = 6e-3 if re.search(r"× \d", rule["formula"]) else 2e-5
    value = evaluate(rule["formula"], rule.get("positive", ""), z, None)
    return near(seen.of(name), value.reshape(seen.of(name).shape), 0, f"{name}: apply", exact)


def relu(seen: Seen, name: str, rule: dict) -> int:
    """Nothing below zero."""
    return near(seen.of(name), np.maximum(0, seen.of(rule["source"])), what=f"{name}: relu")


def largest(seen: Seen, name: str, rule: dict) -> int:
    """The largest of a window."""
    return near(seen.of(name), np.nanmax(read_own(seen, name, rule), -1), what=f"{name}: max")


def mean(seen: Seen, name: str, rule: dict) -> int:
    """The sum of a window by how many it counts."""
    read = read_own(seen, name, rule)
    counted = np.isfinite(read).sum(-1)
    if rule.get("divide"):
        counted = seen.arrays[rule["divide"]]
    return near(seen.of(name), np.nansum(read, -1) / counted, what=f"{name}: mean")


def norm(seen: Seen, name: str, rule: dict, p: float = 2) -> int:
    """The root of a sum of powers; a window that sticks out counts as if it were full."""
    read = np.abs(read_own(seen, name, rule)) ** p
    inside = np.isfinite(read).sum(-1)
    value = (np.nansum(read, -1) * rule["full"] / inside) ** (1 / p)
    return near(seen.of(name), value, what=f"{name}: norm", tolerance=1e-4)


def power(seen: Seen, name: str, rule: dict) -> int:
    """The same with another power."""
    return norm(seen, name, rule, rule["p"])


def total(seen: Seen, name: str, rule: dict) -> int:
    """The sum over all channels."""
    read = read_windows(seen, name, rule["source"])
    assert len(rule["names"]) == len(read)
    return near(seen.of(name), read.sum((0, -1))[None], np.abs(read).sum((0, -1)), f"{name}: sum")


def copied(seen: Seen, name: str, rule: dict) -> int:
    """The numbers of the maps, in reading order."""
    assert seen.link(name, rule["source"])["kind"] == "flatten"
    assert not seen.link(name, rule["source"])["order"]
    wanted = seen.of(rule["source"]).ravel().reshape(seen.of(name).shape)
    return near(seen.of(name), wanted, what=f"{name}: copy")


def softmax(seen: Seen, name: str, rule: dict) -> int:
    """Each exponential by the sum of all."""
    scores = seen.of(rule["source"])
    e = np.exp(scores - scores.max())
    return near(seen.of(name), e / e.sum(), what=f"{name}: softmax")


def times(seen: Seen, name: str, rule: dict) -> int:
    """A number times its weight is its vote."""
    numbers, weights, votes = (seen.arrays[rule[key]] for key in ("numbers", "weights", "votes"))
    return near(votes, numbers * weights, what=f"{name}: votes")


def text(seen: Seen, name: str, rule: dict) -> int:
    """A sentence for every cell, or one for all; what it says is checked explorer by explorer."""
    assert len(rule["texts"]) in (1, seen.of(name)[:1].size, seen.of(name).size), name
    return sum(arithmetic.check_line(line, rounded=rounded(seen)) for line in set(rule["texts"]))


def rounded(seen: Seen) -> bool:
    """Tell whether whole numbers may be rounded ones: numbers above 100 have no decimals."""
    return any(
        np.abs(array[np.isfinite(array)]).max(initial=0) >= 100
        and not np.array_equal(array, np.rint(array))
        for array in seen.arrays.values()
    )


def words_of(seen: Seen) -> list[str]:
    """Return all words of a scene that are not those of a rule."""
    panels = seen.panels.values()
    kind, message = seen.scene["message"]
    words = [seen.scene["label"], "" if kind == "error" else message]  # an error quotes a person
    return words + [text for panel in panels for text in (panel["title"], panel["note"] or "")]


def places(seen: Seen, name: str, rule: dict) -> int:
    """Where a cell is on two axes: nothing to compute."""
    assert rule["range"][0] < rule["range"][1]
    return 0


RULES = {
    "products": products, "activation": activation, "apply": apply, "relu": relu, "max": largest,
    "mean": mean, "norm": norm, "power": power, "sum": total, "copy": copied, "softmax": softmax,
    "times": times, "text": text, "places": places,
}  # fmt: skip


# -- the panels that the browser fills in


def window_of(seen: Seen, reader: str, source: str, row: int, col: int) -> np.ndarray:
    """Return what one cell reads: (channels, kernel rows, kernel columns), NaN off the source."""
    link, given = seen.link(reader, source), seen.of(source)
    rows, cols, inside = window_places(link, given.shape[1:], seen.of(reader).shape[1:])
    rows, cols, inside = rows[row, col], cols[row, col], inside[row, col]
    found = given[:, np.where(inside, rows, 0), np.where(inside, cols, 0)]
    return np.where(inside, found, np.nan)


def filled(seen: Seen, panel: dict, row: int, col: int, channel: int = 0) -> np.ndarray:
    """Return what a panel of products holds while the window is at this cell of its reader."""
    rule = panel["products"]
    window = window_of(seen, rule["reader"], rule["source"], row, col)
    if rule.get("window"):
        return window[rule["map"]][None]
    weights = seen.arrays[rule["weights"]]
    if weights.ndim == 4:
        weights = weights[rule.get("map", channel)]
    terms = np.nan_to_num(window) * weights
    if rule.get("by"):
        return terms.sum((1, 2)).reshape(seen.of(panel["name"]).shape)
    return terms[rule["input"]][None] if "input" in rule else terms


# -- what the browser writes


def check_line(seen: Seen, cursor, line: str) -> None:
    """Assert that the line under the board speaks of the panels' numbers, and of no others."""
    name, channel, row, col = cursor
    panel = seen.panels[name]
    cells, rule = seen.of(name), panel["rule"]
    if panel["kind"] in ("lines", "gallery"):
        return
    value = cells[0, 0, col] if panel["kind"] == "curve" else cells[channel, row, col]
    said = printed(line)
    kind = rule["kind"] if rule else None
    if kind == "text":
        texts = rule["texts"]
        at = (channel * cells.shape[1] + row) * cells.shape[2] + col
        assert line == (texts[at] if at < len(texts) else texts[0]), line
    elif kind == "places":
        axes = (
            np.linspace(*rule["range"], cells.shape[1]),
            np.linspace(*rule["range"], cells.shape[2]),
        )
        wanted = axes[1][col], axes[0][::-1][row], value  # to the right, and up
        _match(printed(re.sub(r"w[12]", "w", line)), wanted, line)
    elif kind == "times":
        place = (channel, row, col)
        wanted = [seen.arrays[rule[key]][place] for key in ("numbers", "weights", "votes")]
        _match(printed(line.partition(": ")[2].rpartition(" for ")[0]), wanted, line)
    elif kind == "products":
        _products_line(seen, cursor, rule, line, value)
    elif kind == "activation":
        _activation_line(seen, cursor, rule, line)
    elif kind == "apply":
        z = seen.of(rule["source"])[channel, row, col]
        _formula(rule, line.removeprefix(f"{panel['title']}: "), z, value)
    elif kind in ("relu", "max", "mean", "norm", "power", "sum", "softmax", "copy"):
        assert says(said[-1], value), f"{line}: {value} is true"
        _terms_line(seen, cursor, rule, line)
    else:
        assert says(said[-1], value), f"{line}: {value} is true"


def _match(said, wanted, line) -> None:
    assert len(said) == len(wanted), f"{line!r} has {len(said)} numbers, not {len(wanted)}"
    for shown, value in zip(said, wanted, strict=True):
        assert says(shown, value), f"{line!r} says {shown[0]}, {float(value)} is true"


PAIR = re.compile(r"(\(?[−-]?[\d./e−]+\)?)·(\(?[−-]?[\d./e−]+\)?)")


def _products_line(seen: Seen, cursor, rule, line, value) -> None:
    name, channel, row, col = cursor
    link = seen.link(name, rule["source"])
    if link["kind"] == "dense":
        given = seen.of(rule["source"]).ravel()
        index = rule["order"][row] if rule.get("order") else row * seen.of(name).shape[2] + col
        weights = seen.arrays[rule["weights"]][index]
    else:
        given = np.nan_to_num(window_of(seen, name, rule["source"], row, col))
        weights = seen.arrays[rule["weights"]]
        if weights.ndim == 4:
            weights = weights[channel]
        if link["channels"] == "same":
            slices = weights.reshape(-1, *weights.shape[-2:])
            given, weights = given[channel], slices[channel if len(slices) > 1 else 0]
        index = channel
    bias = seen.arrays[rule["bias"]].ravel()[index] if rule.get("bias") else None
    scale = np.abs(given * weights).sum() + abs(bias or 0)
    if rule.get("inputs", 0) > 1:
        _channels_line(seen, cursor, line, given * weights, given, weights, value)
    else:
        pairs = list(zip(given.ravel(), weights.ravel(), strict=True))
        _pairs(line, pairs)
        if rule.get("divide"):
            whole = (given * weights).sum()
            assert says(printed(re.search(r" = (\S+), ÷", line)[1])[0], whole), line
    if bias is not None:
        near(printed(re.search(r"bias \(?([−\d.e]+)", line)[1])[0][0], bias, what=line, tolerance=1)
        assert says(printed(re.search(r"bias (\(?[−\d.e]+)", line)[1])[0], bias), line
    last = printed(line)[-1]
    assert says((last[0], last[1] + 2e-5 * scale), value), f"{line}: {value} is true"


def _pairs(line, pairs) -> None:
    said = PAIR.findall(line)
    if len(said) < len(pairs):
        assert f"({len(pairs)} products)" in line, line
    assert said, line
    for (a, b), (x, w) in zip(said, pairs, strict=False):
        assert says(printed(a)[0], x), f"{line}: {a} stands where {x} is read"
        assert says(printed(b)[0], w), f"{line}: {b} stands where {w} is the weight"


def _channels_line(seen, cursor, line, terms, given, weights, value) -> None:
    name, channel, *_ = cursor
    sums = terms.sum((1, 2))
    scale = np.abs(terms).sum()
    detail = [
        panel["products"]
        for panel in seen.panels.values()
        if (panel["products"] or {}).get("input") is not None
        and panel["products"]["reader"] == name
        and panel["products"]["map"] == channel
    ]
    if detail:
        at = detail[0]["input"]
        first, rest = re.fullmatch(r"From map \d+: (.*)\. All \d+ maps: (.*)\.", line).groups()
        assert line.startswith(f"From map {at}: ")
        _pairs(first, list(zip(given[at].ravel(), weights[at].ravel(), strict=True)))
        last = printed(first)[-1]
        assert says((last[0], last[1] + 2e-5 * scale), sums[at]), line
        whole = printed(rest)[0]
        assert says((whole[0], whole[1] + 2e-5 * scale), sums.sum()), line
        return
    for text, number in re.findall(r"map (\d+): (\(?[−\d.e]+)", line):
        shown = printed(number)[0]
        assert says((shown[0], shown[1] + 2e-5 * scale), sums[int(text)]), line


def _activation_line(seen: Seen, cursor, rule, line) -> None:
    name, channel, row, col = cursor
    if seen.panels[name]["kind"] == "curve":
        lines = seen.of(name)[:2, 0]
        z = np.linspace(*seen.panels[name]["x"], lines.shape[1])[col]
        value, slope = lines[:, col]
    else:
        grids = [seen.of(grid)[channel, row, col] for grid in seen.scene["grids_of_values"]]
        z, value, slope = (*grids, None)[:3]
    body, _, tail = line.removeprefix(f"{rule['name']}: ").partition("; the slope there is ")
    if slope is not None:
        assert says(printed(tail)[0], slope), f"{line}: {slope} is true"
    _formula(rule, body, z, value, slope)


def _formula(rule, body, z, value, slope=None) -> None:
    """Assert that a formula is filled in with these numbers."""
    formula = rule["formula"]
    if z > 0 and rule.get("positive"):
        wanted = z, value
    elif formula in FORMULAS:
        wanted = *FORMULAS[formula][1](z), value
    elif formula == "{z} × {slope}":
        wanted = z, slope, value
    elif found := re.fullmatch(r"\{z\} × (\S+)", formula):
        wanted = z, float(found[1]), value
    elif found := re.fullmatch(r"\{z\} > (\S+): \{result\}", formula):
        wanted = z, float(found[1].replace("−", "-")), value
    else:
        wanted = z, value
    _match(printed(body.replace("e^−", "e^ ")), wanted, body)


def _terms_line(seen: Seen, cursor, rule, line) -> None:
    """Assert that the terms that are written are those that the cell reads."""
    name, channel, row, col = cursor
    title = seen.panels[name]["title"]
    source = seen.of(rule["source"])
    body = line.removeprefix(title)
    if rule["kind"] == "copy":
        at = row * seen.of(name).shape[2] + col
        place = np.unravel_index(at, source.shape)
        near(source[place], seen.of(name)[channel, row, col], what=line)
        names = seen.panels[rule["source"]]["map_names"]
        if names:  # a map has a name in the place of its number
            assert f" is {names[place[0]]} (" in body, line
        numbered = place[1:] if names else place
        wanted = [at, source.size, *map(int, numbered), source[place]]
        _match(
            printed(body.replace(f" is {names[place[0]]} (", " (") if names else body), wanted, line
        )
        return
    if rule["kind"] == "softmax":
        terms = [printed(one)[0] for one in re.findall(r"e\^(\(?[−\d.e]+\)?)", body)]
        scores = source.ravel()
        assert says(terms[0], scores[row]), line
        for shown, score in zip(terms[1:], scores, strict=False):
            assert says(shown, score), line
        return
    if rule["kind"] == "relu":
        assert says(printed(body)[1], source[channel, row, col]), line
        return
    read = window_of(seen, name, rule["source"], row, col)
    if rule["kind"] == "sum":
        shown = re.findall(r"[a-z]+ (\(?[−\d.e]+\)?)", body)
        wanted = read.reshape(len(read), -1)[:, 0]
        assert len(shown) == len(wanted), line
    else:
        wanted = read[channel][np.isfinite(read[channel])]
        inner = re.search(r"(?:max|√\(*|: \(+)\(?(.*?)(?:…|\) ÷|\)\^|\) =|\) ·|$)", body)[1]
        body_numbers = (
            inner.replace("²", "").replace(f"^{rule.get('p', 2):g}", "").replace("− ", "−")
        )
        shown = re.findall(r"\(?−?[\d.e]+\)?", body_numbers)
        if rule["kind"] in ("norm", "power"):
            wanted = np.abs(wanted)
            shown = [one.replace("−", "") for one in shown]
    for one, number in zip(shown, wanted, strict=False):
        assert says(printed(one)[0], number), f"{line}: {one} stands where {number} is read"
