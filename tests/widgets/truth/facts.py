"""What each explorer has to show for its settings: panels, notes, labels and messages.

Everything is worked out from what the explorer was told (its settings), in NumPy.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from cnnkit import data, xo
from tests.widgets.truth.nets import correlate, run, softmax
from tests.widgets.truth.seen import N, Seen, near, printed, says


def check(explorer, seen: Seen) -> int:
    """Assert that a scene shows the explorer's present state; return how many numbers were."""
    for text in texts_of(seen.scene):
        assert not ONE.search(text), f"{text!r}: one of them has no plural"
    return FACTS[type(explorer).__name__](explorer, seen)


THINGS = (
    "epoch|step|picture|map|pixel|kernel|layer|channel|number|weight|way|name|curve|row|column|"
    "place|output|logit|parameter|multiply-add|change|vote|cell|image|window|batch|product|jump"
)
ONE = re.compile(rf"(?<![\d.,×·/–−^])\b1 (?:training |test |whole )?(?:{THINGS})s\b|\b1 classes\b")


def texts_of(value):
    """Yield every text of a scene, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_of(one)


def told(text: str, pattern: str, *values) -> int:
    """Assert that a text holds these numbers where the pattern has its groups."""
    match = re.search(pattern, text)
    assert match, f"{text!r} does not say {pattern!r}"
    assert len(match.groups()) == len(values), pattern
    for shown, value in zip(match.groups(), values, strict=True):
        if isinstance(value, str):
            assert shown == value, f"{text!r} says {shown!r}, {value!r} is true"
        else:
            number = printed(shown)[0]
            assert says(number, value), f"{text!r} says {shown}, {float(value)} is true"
    return len(values)


def sequence(text: str, *values) -> int:
    """Assert that the numbers of a text are these, in order."""
    said = printed(text)
    assert len(said) == len(values), f"{text!r} has {len(said)} numbers, not {len(values)}"
    for shown, value in zip(said, values, strict=True):
        assert says(shown, value), f"{text!r} says {shown[0]}, {float(value)} is true"
    return len(values)


def panel_numbers(seen: Seen, **wanted) -> int:
    """Assert that panels hold these numbers."""
    return sum(near(seen.of(name), array, what=name) for name, array in wanted.items())


# -- filters


def _picture(name, own):
    if name in ("X", "O"):
        return xo.picture(name)
    if name in ("cat", "coffee"):
        full = data.load_photo(name).mean(0)
        rows, cols = (n // 2 * 2 for n in full.shape)
        return full[:rows, :cols].reshape(rows // 2, 2, cols // 2, 2).mean((1, 3))
    return own


@cache
def _digits():
    return data.load_digits().train_images[:, 0]


def filters(explorer, seen):
    """Map = window · kernel, with its scoring; the label says the extremes."""
    picture, kernel = explorer.picture, explorer.kernel
    known = _picture(explorer.image, picture)
    if explorer.image == "digit":
        known = _digits()[explorer.digit]
    count = near(picture, known, what="picture")
    if explorer.scoring == "count":
        picture, kernel = picture > 0.5, kernel > 0.5
    padding = (explorer.padding,) * 2
    sums = correlate(picture[None], np.asarray(kernel, float)[None, None],
                     (explorer.stride,) * 2, padding)  # fmt: skip
    scale = correlate(np.abs(picture[None] * 1.0), np.abs(kernel * 1.0)[None, None],
                      (explorer.stride,) * 2, padding)  # fmt: skip
    scores = sums / kernel.size if explorer.scoring == "mean" else sums
    count += near(seen.of("image"), picture[None] * 1.0, what="image")
    count += near(seen.of("kernel"), kernel[None] * 1.0, what="kernel")
    count += near(seen.of("map"), scores, scale, "map")
    count += near(explorer.map, scores[0], scale[0], "explorer.map")
    label = seen.scene["label"]
    shown = seen.of("map")[0]
    row, col = np.unravel_index(shown.argmax(), shown.shape)
    count += told(label, rf"score is {N}, in row (\d+), column (\d+); its lowest is {N}\.",
                  shown.max(), row, col, shown.min())  # fmt: skip
    count += told(label, r"A (\d+×\d+) kernel .* picture of (\d+×\d+) .* map of (\d+×\d+)",
                  *("{}×{}".format(*a.shape) for a in (kernel, picture, shown)))  # fmt: skip
    assert seen.panels["map"]["note"].startswith("{}×{};".format(*shown.shape))
    if explorer.scoring == "count":
        count += told(seen.panels["map"]["note"], r"at most (\d+) ones? can", max(kernel.sum(), 1))
    assert explorer.cursor == ("map", 0, *explorer.position)
    return count


def activations(explorer, seen):
    """Map, activated map, slopes; notes and label count them."""
    name, mode = explorer.activation, explorer.mode
    picture = _picture(explorer.image, None)
    if explorer.image == "digit":
        picture = _digits()[0]
    from cnnkit.widgets.filters.pictures_and_kernels import presets

    kernel = presets()[explorer.kernel]
    z = correlate(picture[None], kernel[None, None])[0] / kernel.size * explorer.gain
    count = panel_numbers(seen, before=z[None])
    z, y, slope = (seen.of(one)[0] for one in ("before", "after", "slope"))
    s = 1 / (1 + np.exp(-z))
    mean = 11 / 48
    draws = name == "rrelu" and mode == "training"
    if draws:
        assert ((slope[z < 0] > 0.1249) & (slope[z < 0] < 0.3334)).all()
        wanted = np.where(z > 0, z, z * slope), np.where(z > 0, 1, slope)
    else:
        wanted = {
            "relu": (np.maximum(z, 0), z > 0),
            "leaky_relu": (np.where(z > 0, z, 0.01 * z), np.where(z > 0, 1, 0.01)),
            "rrelu": (np.where(z > 0, z, mean * z), np.where(z > 0, 1, mean)),
            "sigmoid": (s, s * (1 - s)),
            "tanh": (np.tanh(z), 1 - np.tanh(z) ** 2),
            "identity": (z, np.ones_like(z)),
        }[name]
    off = np.abs(z) > 1e-6  # at 0 itself a slope is a matter of taste
    count += near(y, wanted[0], what="after")
    count += near(
        np.where(off, slope, 0), np.where(off, wanted[1], 0), what="slope", tolerance=1e-4
    )
    zeros, shut = int((y == 0).sum()), int((np.abs(slope) < 0.05).sum())
    count += told(seen.panels["before"]["note"], r"(\d+) of (\d+) below", (z < 0).sum(), z.size)
    count += told(seen.panels["after"]["note"], r"(\d+) of (\d+) are zero", zeros, z.size)
    count += told(seen.panels["slope"]["note"], r"(\d+) of (\d+) are under 0.05", shut, z.size)
    count += told(seen.scene["label"], rf"(\d+) of (\d+) numbers? becomes? zero, (\d+) ha(?:s|ve) "
                  rf"a slope below 0.05. Before, they run from {N} to {N}; "
                  rf"after, from {N} to {N}\.$",
                  zeros, z.size, shut, z.min(), z.max(), y.min(), y.max())  # fmt: skip
    return count + near(explorer.after, y) + near(explorer.slope, slope)


def pools(explorer, seen):
    """The shifted picture, its map, three pools, and how much of each the shift changed."""
    base = _digits()[0] if explorer.image == "digit" else xo.picture(explorer.image)
    from cnnkit.widgets.filters.pictures_and_kernels import presets

    kernel = presets()[explorer.kernel]

    def moved(down, right):
        out = np.full_like(base, base.min())
        for i, j in np.ndindex(*base.shape):
            if 0 <= i - down < base.shape[0] and 0 <= j - right < base.shape[1]:
                out[i, j] = base[i - down, j - right]
        return out

    def all_of(picture):
        scores = np.maximum(0, correlate(picture[None], kernel[None, None]) / 9)
        window, stride = explorer.window, explorer.stride
        found = {"image": picture[None], "map": scores}
        side = scores.shape[1]
        room = side - window
        keep = explorer.partial == "keep"
        n = (-(-room // stride) if keep else room // stride) + 1
        if keep and (n - 1) * stride >= side:
            n -= 1
        cut = [
            [scores[0, i * stride : i * stride + window, j * stride : j * stride + window]
             for j in range(n)] for i in range(n)
        ]  # fmt: skip
        found["max"] = np.array([[[w.max() for w in row] for row in cut]])
        found["average"] = np.array([[[w.mean() for w in row] for row in cut]])
        found["l2"] = np.array(
            [[[np.sqrt((w**2).sum() * window**2 / w.size) for w in row] for row in cut]]
        )
        return found

    now, before = all_of(moved(explorer.down, explorer.right)), all_of(base)
    count = panel_numbers(seen, **now)
    label = seen.scene["label"]
    for name, array in now.items():
        changed = int((np.abs(array - before[name]) > 1e-6).sum())
        note = seen.panels[name]["note"]
        if explorer.down or explorer.right:
            count += told(note, r"(\d+) of (\d+) changed by the shift", changed, array.size)
            count += told(label, rf"(\d+) of (\d+) in {name}", changed, array.size)
    if not (explorer.down or explorer.right):
        for name in ("map", "max"):
            size = now[name].size
            count += told(
                seen.panels[name]["note"], r"(\d+) numbers: (\d+) weights", size, 2 * size
            )
    sizes = "{}×{}".format(*now["map"].shape[1:]), "{}×{}".format(*now["max"].shape[1:])
    return count + told(label, r"(\d+×\d+) numbers, .* to (\d+×\d+)\.", *sizes)


def channels(explorer, seen):
    """Each channel's share, and their sum."""
    picture, kernel = np.asarray(explorer.picture, float), np.asarray(explorer.kernel, float)
    shares = np.stack([correlate(picture[c][None], kernel[c][None, None])[0] for c in range(3)])
    count = panel_numbers(seen, image=picture, kernel=kernel, shares=shares,
                          map=shares.sum(0)[None])  # fmt: skip
    total = seen.of("map")
    count += told(seen.scene["label"], rf"from {N} to {N}\.$", total.min(), total.max())
    count += told(seen.scene["label"], r"kernel of 3×(\d+)×(\d+)", *kernel.shape[1:])
    return count + told(seen.panels["map"]["note"], r"^(\d+)×(\d+);", *total.shape[1:])


# -- votes and softmax


@cache
def _letters():
    model = xo.network()
    return model.named_layers(), model.state_dict()


def votes(explorer, seen):
    """Pooled numbers times weights, tally, sums and shares."""
    layers, weights = _letters()
    picture = seen.of("image")[0]
    if explorer.image in ("X", "O"):
        near(picture, xo.picture(explorer.image), what="image")
    found = run(layers, weights | {"4.weight": explorer.weights}, picture[None])
    who = xo.CLASSES.index(explorer.votes_for)
    flat = found["3"]
    ballot = explorer.weights.astype(float) * flat
    shares = softmax(found["4"])
    bias = float(weights["4.bias"][who])
    count = panel_numbers(
        seen, rectified=found["1"], pooled=found["2"], list=flat.reshape(1, 16, 3),
        weights=explorer.weights[who].reshape(3, 4, 4), votes=ballot[who].reshape(3, 4, 4),
        scores=found["4"].reshape(1, 2, 1), probabilities=shares.reshape(1, 2, 1),
    )  # fmt: skip
    count += near(explorer.votes, ballot) + near(explorer.scores, found["4"])
    (link,) = seen.links_to("tally")
    top = [index for index in link["order"] if index >= 0]
    tally = seen.of("tally")[0, :, 0]
    count += near(tally[: len(top)], ballot[who][top], what="tally")
    rest = ballot[who].sum() - ballot[who][top].sum()
    count += near(tally[len(top) :], [rest, bias, found["4"][who]], what="tally", scale=5)
    # How it is sorted; numbers that only rounding tells apart may stand either way.
    key = {"strongest": -np.abs(ballot[who]), "for": -ballot[who], "against": ballot[who],
           "list": np.arange(48.0)}[explorer.order]  # fmt: skip
    assert (np.diff(key[top]) >= -1e-6).all(), "the tally is not sorted"
    assert key[top].max() <= np.delete(key, top).min() + 1e-6
    names = tuple(xo.features())
    texts = seen.panels["votes"]["rule"]["texts"]
    for i, (channel, row, col) in enumerate(np.ndindex(3, 4, 4)):
        head, _, tail = texts[i].partition(": ")
        assert head == f"{names[channel]} ({row}, {col})"
        assert tail.endswith(f" for {explorer.votes_for}")
        count += sequence(tail, flat[i], explorer.weights[who][i], ballot[who][i])
    told_texts = seen.panels["tally"]["rule"]["texts"]
    assert told_texts[: len(top)] == [texts[i] for i in top]
    for text, value in zip(told_texts[len(top) :], (rest, bias, found["4"][who]), strict=True):
        count += told(text, rf"(?:to|is|bias:) {N}", value)
    label = seen.scene["label"]
    winner = int(seen.of("scores").argmax())
    wanted = *found["4"], xo.CLASSES[winner], shares[winner]
    return count + told(label, rf"add up to {N} for X and {N} for O: .* says (.) with "
                        rf"probability {N}\.$", *wanted)  # fmt: skip


def softmaxes(explorer, seen):
    """Scores, exponents, exponentials, shares, and the slope of the loss."""
    logits = np.array(explorer.logits)
    scaled = (logits + explorer.shift) / explorer.temperature
    stable = explorer.form == "stable"
    z = scaled - scaled.max() if stable else scaled
    with np.errstate(all="ignore"):
        e = np.exp(z)
        e[e > np.finfo(np.float32).max] = np.inf
        e[e < 1e-45] = 0
    exact = softmax(scaled)
    target = explorer.classes.index(explorer.true)
    wish = np.eye(len(z))[target]
    size = np.abs(scaled).max() + 1  # float32 exponents lose digits where scores are huge
    count = near(seen.of("logits").ravel(), logits, what="logits")
    count += near(seen.of("exponents").ravel(), z, size, "exponents")
    shown = seen.of("exponents").ravel()
    with np.errstate(all="ignore"):
        raised = np.exp(shown)
        raised[raised > np.finfo(np.float32).max] = np.inf
    e = seen.of("exponentials").ravel()
    count += near(e, raised, 0, "exponentials", 1e-4)
    with np.errstate(all="ignore"):
        parts = e / (e.sum() if e.sum() <= np.finfo(np.float32).max else np.inf)
    p = seen.of("probabilities").ravel()
    count += near(p, parts, 1, "probabilities")
    if np.isfinite(p).all():
        count += near(p, exact, 1, "probabilities", 1e-5 * size)
    g = seen.of("gradient").ravel()
    count += near(g, p - wish, 1, "gradient")
    loss = -np.log(np.maximum(exact[target], 1e-300))
    rules = {name: seen.panels[name]["rule"]["texts"] for name in seen.panels}
    for i, name in enumerate(explorer.classes):
        count += told(rules["logits"][i], rf"is {N}$", logits[i])
        count += told(rules["exponents"][i], rf" = {N}$", shown[i])
        count += told(rules["exponentials"][i].replace("no number", "nan"), rf"= {N}$", e[i])
        if np.isfinite(p).all():
            count += told(rules["probabilities"][i], rf"^{N} ÷ .* = {N}$", e[i], p[i])
            terms = rules["probabilities"][i].partition("(")[2].partition(")")[0]
            count += sequence(terms, *e)
            count += told(rules["gradient"][i], rf"= {N} − {N} = {N}$", p[i], wish[i], g[i])
            count += told(seen.scene["label"], rf"{name} {N}[,.] ", p[i])
    kind = "" if np.isfinite(p).all() else "notice"
    assert seen.scene["message"][0] in (kind, "error")
    if np.isfinite(e.sum()):
        count += told(seen.panels["exponentials"]["note"], rf"up to {N}$", e.sum())
    if np.isfinite(p).all():
        note = seen.panels["probabilities"]["note"]
        assert abs(explorer.loss - loss) <= 2e-5 * size
        p = explorer.probabilities[target]
        count += told(note, rf"ln {N} = {N}$", p, explorer.loss) if p > 1e-37 else told(
            note, rf"loss {N}:", explorer.loss)  # fmt: skip
    return count + told(seen.scene["label"], rf"the loss is {N}\.$", explorer.loss)


# -- descents


@cache
def _votes_of(places):
    layers, weights = _letters()
    made = xo.make_dataset(200, rng=np.random.default_rng(0))
    flat = np.array([run(layers, weights, image)["3"] for image in made.images])
    return flat, weights, np.asarray(made.targets), places


def _letters_error(w, places, rows=slice(None)):
    flat, weights, targets, _ = _votes_of(places)
    votes_for = np.asarray(weights["4.weight"], float).copy()
    votes_for[0, list(places)] = w
    logits = flat[rows] @ votes_for.T + weights["4.bias"]
    p = softmax(logits)
    n = np.arange(len(p))
    slope = ((p - np.eye(2)[targets[rows]])[:, 0] @ flat[rows][:, list(places)]) / len(p)
    return float(-np.log(p[n, targets[rows]]).mean()), slope


@cache
def _line(name):
    rng = np.random.default_rng(4)
    x = rng.normal(size=(64, 2)) * {"bowl": [1.0, 1.0], "ravine": [0.3, 1.5]}[name]
    return x, x @ [1.0, -0.5] + rng.normal(size=64) * 0.3


def error_of(name, w, rows=slice(None)):
    """Return a problem's error and slope at one weight or two."""
    w = np.atleast_1d(np.asarray(w, float))
    if name == "X/O network":
        return _letters_error(w, (21,) if w.size == 1 else (21, 40), rows)
    if name == "perfect fit":
        return (w[0] - 2) ** 2, 2 * (w - 2)
    if name == "compromise":
        return ((w[0] - 1) ** 2 + (w[0] - 3) ** 2) / 2, 2 * (w - 2)
    if name == "two valleys":
        a = w[0]
        value = 0.15 * a**2 * (a - 4) ** 2 + 0.3 * (4 - a) + 0.2
        return value, 0.3 * w * (w - 4) ** 2 + 0.3 * w**2 * (w - 4) - 0.3
    x, y = _line(name)
    away = x[rows] @ w - y[rows]
    return float((away**2).mean()), 2 * x[rows].T @ away / len(away)


@cache
def _error_curve(name, low, high, samples):
    found = [error_of(name, w) for w in np.linspace(low, high, samples)]
    return np.array([value for value, _ in found]), np.array([slope[0] for _, slope in found])


def descents(explorer, seen):
    """The error as a curve, the table of steps, and the next step spelled."""
    name, panel = explorer.problem, seen.panels["curve"]
    count = 0
    for which in {"curve", "other"} & set(seen.panels):
        lines, (low, high) = seen.of(which)[:, 0], seen.panels[which]["x"]
        wanted = _error_curve(name, low, high, lines.shape[1])
        count += near(lines[0], wanted[0], what="error", scale=1)
        count += near(lines[1], wanted[1], what="slope", scale=1)
        trail = [seen.panels[which]["point"], *(w for w, _ in seen.panels[which]["trail"])]
        assert low <= min(trail) <= max(trail) <= high, "the walk has left the picture"
    count += _second_walk(explorer, seen)
    table = seen.of("steps")[0]
    for w, value, slope in table:
        true = error_of(name, w)
        count += near(value, true[0], 1, "E", 1e-4)
        count += near(slope, true[1][0], 1, "slope", 1e-4)
    assert abs(panel["point"] - explorer.weight) < 1e-9
    near(table[-1, 0], explorer.weight, what="w now")
    for w, value in panel["trail"]:
        near(value, error_of(name, w)[0], 1, "trail", 1e-4)
    value, slope = error_of(name, explorer.weight)
    after = explorer.weight - explorer.rate * slope[0]
    loud = 1 + 1e-5 * (abs(after) + abs(slope[0]) + abs(explorer.weight))
    note = panel["note"].replace("= (", "= ").replace("· (", "· ").replace(")", "")
    said = printed(note.partition("w = ")[2])
    for shown, true in zip(said, (explorer.weight, explorer.rate, slope[0], after), strict=True):
        assert says((shown[0], shown[1] * loud), true), f"{note!r}: {true} is true"
    steps = max(len(explorer._settings.path) - 1, 0)
    count += told(seen.panels["steps"]["note"], r"after (\d+) steps?", steps)
    assert [int(row) for row in seen.panels["steps"]["row_names"]] == list(
        range(steps + 1 - len(table), steps + 1)
    )
    label = seen.scene["label"]
    shown = re.search(
        rf"At w = {N} the error is {N}, its slope {N}; (\d+) steps? .* rate {N}\.$", label
    )
    assert shown, label
    for text, true in zip(
        shown.groups(), (explorer.weight, value, slope[0], steps, explorer.rate), strict=True
    ):
        number = printed(text)[0]
        assert says((number[0], number[1] * loud + 1e-5 * abs(number[0])), true), f"{label}: {true}"
    if "w is" in seen.scene["message"][1]:
        count += told(seen.scene["message"][1], rf"w is {N}\.", explorer._settings.path[-1])
    texts = panel["rule"]["texts"]
    axis = np.linspace(*panel["x"], len(texts))
    axis[np.abs(axis - explorer.weight).argmin()] = explorer.weight  # the line speaks of it
    for w, text in list(zip(axis, texts, strict=True))[::16]:
        here, there = error_of(name, w)[0], error_of(name, w + 1e-4)[0]
        change = there - here
        plain = re.sub(r"E\([^)]*\)", "E", text)
        count += told(plain, rf"E = {N}, E = {N}: change {N} ÷ 0.0001 = slope {N}",
                      here, there, change, change / 1e-4)  # fmt: skip
    return count + near(explorer.error, value, 1 + abs(value), "E", 1e-4)


def _second_walk(explorer, seen):
    """As many steps at the other rate, from the same start; fewer where they were lost."""
    if explorer.compare is None:
        assert "other" not in seen.panels
        return 0
    path = explorer._settings.path or (explorer.weight,)
    w, taken = path[0], 0
    for _ in path[1:]:
        after = w - explorer.compare * error_of(explorer.problem, w)[1][0]
        if abs(after) > 1e6:
            break
        w, taken = after, taken + 1
    panel = seen.panels["other"]
    assert abs(panel["point"] - w) <= 1e-6 * (1 + abs(w))
    return told(panel["note"], rf"after (\d+) steps?: w = {N}, E = {N}",
                taken, w, error_of(explorer.problem, w)[0])  # fmt: skip


def walk_of(name, start, kind, rate, steps, batch, momentum=0.9):
    """Return the weights after 0, 1, ... steps, by the rules of SGD, momentum and Adam."""
    w = np.array(start, float)
    rng, path = np.random.default_rng(0), [w.copy()]
    v, m, s = np.zeros(2), np.zeros(2), np.zeros(2)
    size = 200 if name == "X/O network" else 64
    for step in range(1, steps + 1):
        rows = slice(None) if batch is None else rng.choice(size, batch, replace=False)
        g = error_of(name, w, rows)[1]
        if kind == "plain":
            w = w - rate * g
        elif kind == "momentum":
            v = momentum * v + g
            w = w - rate * v
        else:
            m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
            w = w - rate * (m / (1 - 0.9**step)) / (np.sqrt(s / (1 - 0.999**step)) + 1e-8)
        path.append(w)
        if np.abs(w).max() > 1e6:
            break
    return np.array(path)


@cache
def _landscape(name, low, high, cells):
    axis = np.linspace(low, high, cells)
    return axis, np.array([[error_of(name, (a, b))[0] for b in axis] for a in axis])


@cache
def _best(name):
    """The learned weights of the network; else where the slopes of all examples are 0."""
    if name == "X/O network":
        return np.array([0.69, 0.48])
    x, y = _line(name)
    return np.linalg.solve(x.T @ x, x.T @ y)


def landscapes(explorer, seen):
    """The error over two weights, three ways on it, and the errors where they end."""
    name, panel = explorer.problem, seen.panels["error"]
    shown = seen.of("error")[0]
    axis, errors = _landscape(name, *panel["rule"]["range"], len(shown))
    count = near(shown, errors.T[::-1], what="error", scale=1)  # to the right, and up
    for names, places in ((panel["column_names"], axis), (panel["row_names"], axis[::-1])):
        assert sum(map(bool, names)) > 2
        for text, place in zip(names, places, strict=True):
            assert not text or says(printed(text)[0], place), (text, place)
    batch = None if explorer.batch == "all" else int(explorer.batch)
    step = axis[1] - axis[0]
    ends = {}
    walks = seen.of("walks")[:, 0]
    best = _best(name)
    near(np.array(panel["star"]), [len(axis) - 1 - (best[1] - axis[0]) / step,
                                   (best[0] - axis[0]) / step], 1, "star", 5e-3)  # fmt: skip
    floor = min(error_of(name, best)[0], errors.min())
    count += near(walks[3], floor, what="the lowest")
    drawn = [path for path in panel["paths"] if not path.get("thin")]
    for path, kind in zip(drawn, ("plain", "momentum", "Adam"), strict=True):
        way = walk_of(
            name, explorer.start, kind, explorer.rate, explorer.steps, batch, explorer.momentum
        )
        across, up = ((way - axis[0]) / step).T
        points = np.clip(np.stack([len(axis) - 1 - up, across], -1), -40, 80)
        off = ((points < -0.5) | (points > len(axis) - 0.5)).any(1)
        if np.abs(way[-1]).max() > 3 * (axis[-1] - axis[0]):  # it is not drawn any further
            points = points[: off.argmax() + 1]
        assert len(path["points"]) == len(points)
        calm = np.abs(way[: len(points)]).max(1) < 1e3
        near(np.array(path["points"])[calm], points[calm], 1e3, kind, 2e-5)
        ends[kind] = error_of(name, way[-1])[0]
        if np.abs(way).max() < 1e3:
            along = [error_of(name, w)[0] for w in way]
            count += near(walks[len(ends) - 1], along, 1, kind, 1e-3)
            number = printed(
                re.search(rf"{kind} {N}[,.]", seen.scene["label"].partition("descent: ")[2])[1]
            )[0]
            slack = number[1] * 1.01 + 1e-3 * abs(ends[kind])
            assert abs(number[0] - ends[kind]) <= slack, f"{seen.scene['label']}: {ends[kind]}"
    start = error_of(name, explorer.start)[0]
    note = seen.panels["walks"]["note"]
    count += told(note, rf"^start {N}; after (\d+) steps? .*; the lowest [a-z ]+ {N}$",
                  start, explorer.steps, floor)  # fmt: skip
    lost = {kind: len(way) - 1 for kind, way in explorer.paths().items()
            if len(way) <= explorer.steps}  # fmt: skip
    for kind, steps in lost.items():
        if seen.scene["message"][0] != "error":  # what was refused is said in its place
            assert f"{kind} (lost after {steps} step" in seen.scene["message"][1]
        assert f"(lost after {steps})" in note
    texts = seen.panels["walks"]["rule"]["texts"]
    assert len(texts) == explorer.steps + 1
    for line, (kind, way) in zip(walks[:3], explorer.paths().items(), strict=True):
        at, last = len(way) - 1, error_of(name, way[-1])[0]
        count += near(line[at], last, 1, f"{kind} at its end", 1e-3)
        assert np.isnan(line[at + 1 :]).all()
        found = re.search(rf"{kind} at w1 {N}, w2 {N}: error {N}", texts[at]).groups()
        for text, true in zip(found, (*way[-1], last), strict=True):
            number, half = printed(text)[0]
            assert abs(number - true) <= half * 1.01 + 1e-3 * abs(true), (texts[at], true)
    return count


def losses(explorer, seen):
    """Two neurons that walk down two losses."""

    def value(name, z):
        p = 1 / (1 + np.exp(-z))
        if name == "cross-entropy":
            return np.logaddexp(0, -z), p - 1
        return (p - 1) ** 2, 2 * (p - 1) * p * (1 - p)

    count, ways = 0, {}
    for name in ("cross-entropy", "squared"):
        z = np.linspace(*seen.panels[name]["x"], seen.of(name).shape[2])
        count += near(seen.of(name)[:, 0], np.array(value(name, z)), what=name)
        way = [explorer.start]
        for _ in range(explorer.steps):
            way.append(way[-1] - explorer.rate * value(name, way[-1])[1])
        ways[name] = np.array(way)
        assert abs(seen.panels[name]["point"] - way[-1]) < 1e-6 * (1 + abs(way[-1]))
        texts = list(enumerate(seen.panels[name]["rule"]["texts"]))
        now = next(k for k, text in texts if text.startswith("Now"))
        assert abs(z[now] - np.clip(way[-1], z[0], z[-1])) <= 0.5001 * (z[1] - z[0])
        count += _present(explorer, texts.pop(now)[1], way[-1], *value(name, way[-1]))
        for k, text in texts[::20]:
            height, slope = value(name, z[k])
            count += told(text, rf"^z = {N}: p = {N}, loss {N}, slope .* = {N}$",
                          z[k], 1 / (1 + np.exp(-z[k])), height, slope)  # fmt: skip
    p = {name: 1 / (1 + np.exp(-way)) for name, way in ways.items()}
    now = [value(name, way[-1]) for name, way in ways.items()]
    count += panel_numbers(
        seen, p=np.array([one[-1] for one in p.values()]).reshape(1, 2, 1),
        loss=np.array([one[0] for one in now]).reshape(1, 2, 1),
        push=np.array([-one[1] for one in now]).reshape(1, 2, 1),
    )  # fmt: skip
    panel = seen.panels["by_step"]
    axis = np.linspace(*panel["x"], seen.of("by_step").shape[2])
    for line, one in zip(seen.of("by_step")[:, 0], p.values(), strict=True):
        count += near(line, np.interp(axis, np.arange(len(one)), one), what="by step")
    for text in panel["rule"]["texts"]:
        step = int(re.match(r"Step (\d+)", text)[1])
        assert step <= explorer.steps, f"{text!r} after {explorer.steps} steps"
        count += told(
            text, rf"p is {N} with cross-entropy, {N} with", *(one[step] for one in p.values())
        )
    assert re.match(rf"{explorer.steps} steps?;", panel["note"])
    for name in ("p", "loss", "push"):
        assert list(seen.panels[name]["labels"]) == ["cross-entropy", "squared"]
    for name, (height, slope) in zip(ways, now, strict=True):
        count += told(seen.scene["label"], rf"{name}: p {N}, loss {N}, push {N}",
                      p[name][-1], height, -slope)  # fmt: skip
    message = seen.scene["message"][1]
    for number, name in re.findall(r"since step (\d+) with (?:the )?([a-z-]+)", message):
        assert int(number) == int(np.argmax(p[name] > 0.5)), message
    if "stalls" in message:
        since = int(np.argmax(p["cross-entropy"] > 0.5))
        count += told(message, rf"since step (\d+)\. .* = {N} is all its push at p = {N},",
                      since, -now[1][1], p["squared"][-1])  # fmt: skip
    return count


def _present(explorer, text, z, height, slope):
    """The line speaks of the state after all steps, and its numbers give the next one."""
    found = re.search(
        rf"^Now, after (\d+) steps?, z = {N}(?: \(beyond the picture\))?: p = {N}, loss {N}, slope "
        rf".* = {N}; next z = {N} − {N} · {N} = {N}$", text
    )  # fmt: skip
    assert found, text
    rate, after = explorer.rate, z - explorer.rate * slope
    wanted = explorer.steps, z, 1 / (1 + np.exp(-z)), height, slope, z, rate, slope, after
    for said, true in zip(found.groups(), wanted, strict=True):
        assert says(printed(said)[0], true), f"{text}: {true} is true"
    start, _, steep, end = (printed(said)[0] for said in found.groups()[-4:])
    room = start[1] + rate * steep[1] + end[1]
    assert abs(start[0] - rate * steep[0] - end[0]) <= room + 1e-9, text
    return len(wanted)


# -- the way back


def _letter(image, flipped):
    pixels = np.array(xo.picture(image), float)
    for place in flipped:
        pixels[place] *= -1
    return pixels


def _backward(layers, w, pixels, true):
    """Every array forward, and every gradient back, with these weights."""
    found = run(layers, w, pixels[None])
    d = {"4": softmax(found["4"]) - np.eye(2)[xo.CLASSES.index(true)]}
    d["2"] = (d["4"] @ w["4.weight"]).reshape(3, 4, 4)
    d["1"] = np.zeros((3, 7, 7))
    for c, i, j in np.ndindex(3, 4, 4):
        window = found["1"][c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        row, col = np.unravel_index(window.argmax(), window.shape)  # the first of the largest
        d["1"][c, 2 * i + row, 2 * j + col] += d["2"][c, i, j]
    d["0"] = np.where(found["0"] > 0, d["1"], 0)
    kernels = np.array([[[(d["0"][k] * pixels[r : r + 7, c : c + 7]).sum() for c in range(3)]
                         for r in range(3)] for k in range(3)])  # fmt: skip
    return found, d, kernels


_RUN = re.compile(r"([XO])(?: with(.*) flipped)? as ([XO]), rate (\S+), (\d+) times")


@cache
def _stepped(steps):
    """The weights after steps, by the rule of descent itself, and those one step before."""
    layers, weights = _letters()
    w = before = {key: np.asarray(array, float) for key, array in weights.items()}
    for run_of_steps in steps:
        image, places, true, rate, times = _RUN.fullmatch(run_of_steps).groups()
        flipped = [tuple(map(int, one)) for one in re.findall(r"(\d), (\d)", places or "")]
        for _ in range(int(times)):
            found, d, kernels = _backward(layers, w, _letter(image, flipped), true)
            slopes = {"0.weight": kernels[:, None], "0.bias": d["0"].sum((1, 2)),
                      "4.weight": np.outer(d["4"], found["3"]), "4.bias": d["4"]}  # fmt: skip
            before, w = w, {key: w[key] - float(rate) * slopes[key] for key in w}
    return w, before


@cache
def _back(image, flipped, true, steps):
    layers, first = _letters()
    w, before = _stepped(steps)
    pixels = _letter(image, flipped)
    found, d, kernels = _backward(layers, w, pixels, true)

    def loss(weights):
        return -np.log(softmax(run(layers, weights, pixels[None])["4"])[xo.CLASSES.index(true)])

    slopes = np.zeros((3, 3, 3))
    for k, r, c in np.ndindex(3, 3, 3):
        sides = []
        for sign in (1, -1):
            kernel = w["0.weight"].copy()
            kernel[k, 0, r, c] += sign * 1e-4
            sides.append(loss(w | {"0.weight": kernel}))
        slopes[k, r, c] = (sides[0] - sides[1]) / 2e-4
    losses = [loss(one) for one in ({k: np.float64(a) for k, a in first.items()}, before, w)]
    return found, d, kernels, slopes, w, losses


def backprops(explorer, seen):
    """Forward, back, nudged, and after each step; gradients times 100."""
    found, d, kernels, slopes, w, losses = _back(
        explorer.image, explorer.flipped, explorer.true, explorer.steps
    )
    for key, array in explorer.weights.items():
        near(array, w[key], 1, key, 1e-9)
    kernels, slopes = 100 * kernels, 100 * slopes
    d = {key: 100 * one for key, one in d.items()}
    k = tuple(xo.features()).index(explorer.kernel)
    row, col = explorer.weight
    share = d["0"][k] * found["input"][0, row : row + 7, col : col + 7]
    count = panel_numbers(
        seen, image=found["input"], map=found["0"][k][None],
        rectified=found["1"][k][None], pool=found["2"][k][None],
        scores=found["4"].reshape(1, 2, 1), contributions=share[None],
        nudged=slopes[k][None], dmap=d["0"][k][None], drectified=d["1"][k][None],
        dpool=d["2"][k][None], dscores=d["4"].reshape(1, 2, 1),
        loss=np.reshape(losses, (1, 3, 1)),
    )  # fmt: skip
    texts = {name: (panel["rule"] or {}).get("texts") for name, panel in seen.panels.items()}
    rate = explorer.rate
    for which, (r, c) in ((which, place) for which in range(3) for place in np.ndindex(3, 3)):
        near(seen.of(f"kernel{which}")[0], w["0.weight"][which, 0], what="kernel")
        near(seen.of(f"dkernel{which}")[0], kernels[which], 1, "dkernel")
        exact, slope = kernels[which, r, c], slopes[which, r, c]
        weight = w["0.weight"][which, 0, r, c]
        for name in (f"kernel{which}", f"dkernel{which}", *(["nudged"] if which == k else [])):
            text = texts[name][3 * r + c]
            assert text.startswith(f"Weight {r, c} of {tuple(xo.features())[which]}, ")
            count += told(text, rf"backpropagation says {N}; nudged by ±0.0001 the loss changes "
                          rf"at {N};", exact, slope)  # fmt: skip
            if "tie" in text:
                count += told(text, rf"difference {N},", exact - slope)
            else:
                assert abs(exact - slope) < 1e-4
            count += told(
                text,
                rf"A step of rate {N}: {N} − {N} × {N} = {N}$",
                rate,
                weight,
                rate,
                exact / 100,
                weight - rate * exact / 100,
            )
    for at, (i, j) in enumerate(np.ndindex(7, 7)):
        pixel = found["input"][0, i + row, j + col]
        text = texts["contributions"][at].replace("100 × gradient: ", "")
        count += sequence(text, i, j, d["0"][k, i, j], pixel, share[i, j])
        gate = printed(texts["dmap"][at])
        assert says(gate[0], found["0"][k, i, j]), texts["dmap"][at]
        if "passes" in texts["dmap"][at] and "shut" not in texts["dmap"][at]:
            assert found["0"][k, i, j] > 0
            assert says(gate[2], d["0"][k, i, j]), texts["dmap"][at]
        value = found["1"][k, i, j]
        assert says(printed(texts["drectified"][at])[0], value)
        if "goes here" in texts["drectified"][at]:
            count += told(texts["drectified"][at], rf"window, {N}, goes", d["1"][k, i, j])
        else:
            assert abs(d["1"][k, i, j]) < 1e-9
    for at, (i, j) in enumerate(np.ndindex(4, 4)):
        count += told(texts["pool"][at], rf"is {N}$", found["2"][k, i, j])
        both = w["4.weight"].reshape(2, 3, 4, 4)[:, k, i, j]
        text = texts["dpool"][at].removeprefix("100 × gradient: ")
        count += sequence(text, d["4"][0], both[0], d["4"][1], both[1], d["2"][k, i, j])
    for at, text in enumerate(texts["dscores"]):
        p = softmax(found["4"])[at]
        wish = p - d["4"][at] / 100
        count += told(text, rf"= 100 × \({N} − {N}\) = {N}$", p, wish, d["4"][at])
    differ = int((np.abs(kernels[k] - slopes[k]) > 1e-4).sum())
    note = seen.panels["nudged"]["note"]
    assert note == (f"{differ} of 9 differ: a tie" if differ else "all nine agree")
    count += told(seen.panels["contributions"]["note"], rf"\((\d), (\d)\); sum {N}$",
                  row, col, kernels[k, row, col])  # fmt: skip
    flips = len(explorer.flipped)
    title = seen.panels["image"]["title"]
    assert title == (f"Picture: {flips} flipped" if flips else "Picture: click flips")
    count += told(texts["loss"][2], rf"−ln {N} = {N}$", np.exp(-losses[2]), losses[2])
    if seen.scene["message"][0] == "notice":
        count += told(seen.scene["message"][1], rf"{N} → {N}\.", *losses[1:])
    return count + told(
        seen.scene["label"], rf"loss {N}.* weight \((\d), (\d)\) of kernel .* is {N}; nudging it "
        rf"gives {N}\.$", losses[2], row, col, kernels[k, row, col], slopes[k, row, col]
    )  # fmt: skip


# -- fields


def _layer(words):
    parts = words.split()
    number = {key: int(value) for key, value in zip(parts[2::2], parts[3::2], strict=True)}
    kernel = int(parts[1])
    stride = number.get("stride", kernel if parts[0] == "pool" else 1)
    return parts[0], kernel, stride, number.get("dilation", 1)


def fields(explorer, seen):
    """How many ways lead to the chosen cell, counted one window at a time."""
    stack = [_layer(words) for words in explorer.layers]
    pads = [d * (k - 1) // 2 if explorer.padding == "half" and kind == "conv" else 0
            for kind, k, _, d in stack]  # fmt: skip
    sides = [explorer.size]
    for (_, k, s, d), pad in zip(stack, pads, strict=True):
        sides.append((sides[-1] + 2 * pad - (k - 1) * d - 1) // s + 1)
    depth = explorer.layer + 1  # maps up to the chosen one, the picture left out
    count, ways = 0, np.zeros((sides[depth],) * 2)
    ways[explorer.cell] = 1
    shown = {depth: ways}
    for number in range(depth, 0, -1):
        (_, k, s, d), pad = stack[number - 1], pads[number - 1]
        below = np.zeros((sides[number - 1],) * 2)
        for i, j in np.argwhere(ways):
            for r, c in np.ndindex(k, k):
                y, x = i * s - pad + r * d, j * s - pad + c * d
                if 0 <= y < len(below) and 0 <= x < len(below):
                    below[y, x] += ways[i, j]
        shown[number - 1] = ways = below
    for number in range(len(stack) + 1):
        name = f"map{number - 1}" if number else "ways"
        side = sides[number]
        count += near(seen.of(name), shown.get(number, np.zeros((side, side)))[None], what=name)
    total = int(np.prod([k**2 for _, k, _, _ in stack[:depth]]))
    texts = seen.panels["ways"]["rule"]["texts"]
    for (i, j), text in zip(np.ndindex(*ways.shape), texts, strict=True):
        counted = rf"{N} of {N} way{'s' * (total != 1)}"
        count += told(text, rf"row (\d+), column (\d+): {counted} to the chosen cell, {N}%$",
                      i, j, ways[i, j], total, 100 * ways[i, j] / total)  # fmt: skip
    note = seen.panels["ways"]["note"]
    if ways.sum() == total:
        count += told(note, rf"^{N} ways? to the", total)
    else:
        count += told(note, rf"^{N} of {N} ways to .* from zeros around;", ways.sum(), total)
    reach, step, all_parameters, all_work = 1, 1, 0, 0
    n = explorer.channels
    rows = [{i} for i in range(explorer.size)]  # of the picture, that each row of a map sees
    for number, ((kind, k, s, d), pad) in enumerate(zip(stack, pads, strict=True), 1):
        places = [range(at * s - pad, at * s - pad + k * d, d) for at in range(sides[number])]
        rows = [set().union(*(rows[i] for i in it if 0 <= i < len(rows))) for it in places]
        counts = {max(it) - min(it) + 1 if it else 0 for it in rows}
        most = max(counts)
        sees = f"; sees {'up to ' * (len(counts) > 1)}{most}×{most}"
        sees += ", all," if most == explorer.size else ","
        reach += (k - 1) * d * step
        step *= s
        parameters = k * k * n * n + n if kind == "conv" else 0
        work = k * k * n * n * sides[number] ** 2 if kind == "conv" else 0
        all_parameters, all_work = all_parameters + parameters, all_work + work
        note = seen.panels[f"map{number - 1}"]["note"]
        title = seen.panels[f"map{number - 1}"]["title"].removeprefix("▸ ")
        assert title.startswith(f"{number - 1} · ")
        assert sees in note, f"{note!r} does not say {sees!r}"
        count += 1 + told(note, r"^(\d+)×\d+; .*, jump (\d+);", sides[number], step)
        if kind == "conv":
            count += told(note, rf"; {N} parameters?; {N} multiply-adds?$", parameters, work)
        texts = seen.panels[f"map{number - 1}"]["rule"]["texts"]
        for at, (i, j) in enumerate(np.ndindex(sides[number], sides[number])):
            if at % 7:
                continue
            if not (rows[i] and rows[j]):
                assert "sees nothing" in texts[at], texts[at]
                continue
            spans = [end for place in (i, j) for end in (min(rows[place]), max(rows[place]))]
            count += told(texts[at], r"row (\d+), column (\d+) sees rows (\d+) to (\d+), columns "
                          r"(\d+) to (\d+) of", i, j, *spans)  # fmt: skip
            assert texts[at].startswith(f"Layer {number - 1}, ")
            if number <= depth:
                count += told(texts[at], rf"; {N} ways? to the", shown[number][i, j])
    kind, message = seen.scene["message"]
    if kind == "error":
        return count
    reach = min(reach, explorer.size)  # nothing sees more than there is
    assert message.startswith(f"In all: {sees[2:]}"), f"{message!r} does not say {sees!r}"
    count += 1 + told(message, rf", jump (\d+); {N} param\w+; {N} mult",
                      step, all_parameters, all_work)  # fmt: skip
    if len(stack) > 1:
        one = reach**2 * n * n
        count += told(message, rf"One convolution of (\d+)×.* as far: {N} param\w+;"
                      rf" {N} multiply", reach, one + n, one * sides[-1] ** 2)  # fmt: skip
    return count


# -- networks


def networks(explorer, seen):
    """Every array between picture and answer, with the weights in use; the open map; the words."""
    now = explorer._settings
    layers, weights = now.layers, explorer.weights
    found = run(layers, weights, explorer.picture)
    last = found[list(layers)[-1]]
    count = 0
    bars = None
    for name, array in found.items():
        shown = seen.arrays[name]
        if array.ndim == 1 and name == list(layers)[-1]:
            bars = (
                np.argsort(-explorer.activations[name], kind="stable")[:16]
                if explorer.order == "sorted" or array.size > 16
                else np.arange(array.size)
            )
            array = array[bars]
        scale = np.abs(array).max(initial=0) + 1
        count += near(shown.ravel(), np.ravel(array), scale, f"layer {name}", 5e-5)
    for key, array in weights.items():
        count += near(seen.arrays[key], array, what=key)
    label = seen.scene["label"]
    if last.ndim == 1:
        single = last.size == 1
        sigmoid = type(list(layers.values())[-1]).__name__ == "Sigmoid"
        p = last if sigmoid else 1 / (1 + np.exp(-last)) if single else softmax(last)
        if "softmax" in seen.panels:
            count += near(seen.of("softmax").ravel(), p[bars], what="softmax", tolerance=1e-4)
            assert list(seen.panels["softmax"]["labels"]) == [now.classes[i] for i in bars]
        winner = int(explorer.probabilities.argmax())
        number = printed(re.search(rf"{N}\.(?: Its| Open|$)", label)[1])[0]
        assert says((number[0], number[1] + 1e-4), p[winner]), f"{label}: {p[winner]}"
        if not single:
            assert f"answers {now.classes[winner]} with" in label
            assert p[winner] >= p.max() - 1e-5
            note = seen.panels["softmax"]["note"] or seen.panels[now.last]["note"]
            truth = now.pictures.truth
            if truth is not None:
                word = "right" if truth == winner else "wrong"
                assert f"It is {now.classes[truth]}: {word}." in note, note
            changed = any((weights[key] != first).any() for key, first in now.first.weights.items())
            assert changed == ("weights were changed" in label)
            assert changed == ("Unchanged weights" in note)
            if changed:
                before = softmax(run(layers, now.first.weights, explorer.picture)[list(layers)[-1]])
                number = printed(note.rpartition(" ")[2].rstrip("."))[0]
                assert says((number[0], number[1] + 1e-4), before.max()), note
    if explorer.layer:
        count += _open_map(explorer, seen, found, weights)
    return count


def _open_map(explorer, seen, found, weights) -> int:
    now, name = explorer._settings, explorer.layer
    count = 0
    if "numbers" in seen.panels:
        names = ["input", *now.layers]
        given = found[names[names.index(name) - 1]].ravel()
        own = weights[f"{name}.weight"][explorer.map].astype(float)
        votes_for = given * own
        shape = seen.of("votes").shape
        count += near(seen.of("numbers").ravel(), given, 1, "numbers", 1e-4)
        count += near(seen.of("weights").ravel(), own, what="weights")
        count += near(seen.of("votes").ravel(), votes_for, 1, "votes", 1e-4)
        tally, labels = seen.of("tally")[0, :, 0], seen.panels["tally"]["labels"]
        texts = seen.panels["tally"]["rule"]["texts"]
        sums = votes_for.reshape(shape).sum((1, 2)) if shape[0] > 1 else votes_for
        scale = np.abs(votes_for).sum() + 1
        bias = weights.get(f"{name}.bias")
        told_by = 0.0
        for value, label, text in zip(tally, labels, texts, strict=True):
            if label == "bias":
                true = float(bias[explorer.map])
            elif label == "sum":
                true = votes_for.sum() + (0 if bias is None else float(bias[explorer.map]))
            elif label.endswith("more"):
                true = sums.sum() - told_by
            else:
                named = explorer._settings.map_names.get("2", ())
                true = sums[named.index(label) if label in named else int(label.split()[1])]
                told_by += true
            count += near(value, true, scale, f"tally: {label}", 1e-5)
            number = printed(text.rpartition(": " if ": " in text else " is ")[2])[0]
            assert says((number[0], number[1] + 1e-5 * scale), true), f"{text}: {true}"
        return count
    assert seen.panels["map"]["map_of"] == [name, explorer.map]
    count += near(seen.of("map")[0], seen.of(name)[explorer.map], what="map")
    if "kernel" in seen.panels:
        kernel = weights[f"{name}.weight"][explorer.map][explorer.channel]
        count += near(seen.of("kernel")[0], kernel, what="kernel")
        rule = seen.panels["products"]["products"]
        assert (rule["map"], rule["input"]) == (explorer.map, explorer.channel)
        near(seen.arrays[rule["weights"]], weights[f"{name}.weight"], what="weights of products")
    return count


def pads(explorer, seen):
    """What the network sees and says of the drawing."""
    picture = explorer.picture
    _, layers = explorer._reading
    weights = {f"{name}.{key}": array for name, layer in layers.items()
               for key, array in layer.parameters().items()}  # fmt: skip
    found = run(layers, weights, picture)
    p = softmax(list(found.values())[-1])
    near(picture, data.to_digits(explorer.drawing), what="prepared")
    empty = explorer.answer is None
    assert empty or explorer.drawing.any()
    count = panel_numbers(seen, pad=explorer.drawing[None])
    count += near(seen.of("seen"), picture, what="seen")
    maps = found[explorer.layer]
    scale = np.abs(maps).max() + 1
    count += near(seen.of("maps"), maps[:36], scale, "maps", 5e-5)
    shown = seen.of("answer")[0, :, 0]
    if empty:
        assert not shown.any()
        return count + shown.size
    count += near(shown, p, 1, "answer", 1e-4)
    order = np.argsort(-shown, kind="stable")
    assert seen.panels["answer"]["title"] == f"It says {explorer.classes[order[0]]}"
    sentence = seen.panels["pad"]["rule"]["texts"][0]
    assert sentence in seen.scene["label"]
    parts = re.fullmatch(r"The network reads (\S+) with a probability of ([^,]+?)"
                         r"(?:, then (\S+) with (\S+ %))?\.", sentence)  # fmt: skip
    assert parts[1] == explorer.classes[order[0]]
    assert _chance(parts[2], shown[order[0]]), sentence
    assert (parts[3] is not None) == (shown[order[1]] >= 0.01), sentence
    if parts[3]:
        assert parts[3] == explorer.classes[order[1]]
        assert _chance(parts[4], shown[order[1]]), sentence
    written = seen.panels["answer"]["written"]
    texts = seen.panels["answer"]["rule"]["texts"]
    for text, brief, value in zip(texts, written, shown, strict=True):
        assert _chance(text.partition(" a probability of ")[2], value), text
        assert _chance(brief.replace(">", "more than").replace("<", "less than"), value), brief
        count += 1
    return count


def _chance(said, share):
    """Whether words such as "67 %" or "more than 99 %" tell a share."""
    if said == "more than 99 %":
        return share > 0.99 - 1e-6
    if said == "less than 1 %":
        return share < 0.01 + 1e-6
    return abs(float(said.removesuffix(" %")) - 100 * share) <= 0.501


def labs(explorer, seen):
    """Curves of the history; kernels, maps and answers of now and of the epoch compared with."""
    history, then = explorer.training.curve, explorer.epoch
    loss = np.array([[r.loss for r in history], [r.validation_loss for r in history]])
    right = 100 * np.array(
        [[r.accuracy for r in history], [r.validation_accuracy for r in history]]
    )
    count = panel_numbers(seen, loss=loss[:, None], accuracy=right[:, None])
    layers = explorer.model.named_layers()
    x, y = explorer.training.validation
    classes, order = explorer._frames.album.classes, explorer._frames.album.order
    assert sorted(order) == list(range(len(x)))
    rows = order[6 * explorer.picture_page : 6 * explorer.picture_page + 6]
    pictures, truth = x[rows], y[rows]
    first, first_map = 16 * explorer.kernel_page, 8 * explorer.map_page
    count += near(seen.of("pictures"), pictures.mean(1), what="pictures")
    moments = {"": explorer.model.parameters(), " then": explorer.model_at(then).parameters()}
    captions = seen.panels["pictures"]["captions"]
    said = {}
    for which, weights in moments.items():
        kernels = weights["0.weight"].reshape(-1, 3, 3)[first : first + 16]
        count += near(seen.of(f"kernels{which}"), kernels, what=f"kernels{which}")
        maps = run(layers, weights, x[order[explorer.picture]])[explorer.layer]
        maps = maps[first_map : first_map + 8]
        count += near(seen.of(f"maps{which}"), maps, np.abs(maps).max() + 1, f"maps{which}", 5e-5)
        said[which] = [softmax(run(layers, weights, one)[list(layers)[-1]]) for one in pictures]
    for i, (is_it, *answers) in enumerate(captions):
        assert is_it == f"is {classes[truth[i]]}"
        for text, p in zip(answers, (said[""][i], said[" then"][i]), strict=True):
            name, mark, sure = text.split()
            at = classes.index(name)
            assert p[at] >= p.max() - 1e-4, f"{text}: {p}"
            assert mark == ("✓" if at == truth[i] else "✗")
            assert abs(float(sure.rstrip("%")) - 100 * p[at]) <= 0.51, f"{text}: {p[at]}"
    for name in ("kernels", "maps"):
        film = seen.arrays.get(seen.panels[f"{name} then"]["film"])
        assert seen.panels[f"{name} then"]["title"].endswith(f"epoch {then}")
        for epoch in range(len(film) if film is not None else 0):
            weights = explorer.model_at(epoch).parameters()
            wanted = weights["0.weight"].reshape(-1, 3, 3)[first : first + 16]
            if name == "maps":
                wanted = run(layers, weights, x[order[explorer.picture]])[explorer.layer]
                wanted = wanted[first_map : first_map + 8]
            scale = np.abs(wanted).max() + 1
            count += near(film[epoch], wanted, scale, f"{name}, epoch {epoch}", 5e-5)
    record, label = history[-1], seen.scene["label"]
    assert seen.panels["loss"]["pin"] == seen.panels["pictures"]["pin"] == then
    name = explorer.training.held_out
    count += told(label, rf"after (\d+) epochs?: loss {N} on training pictures and {N} on {name} "
                  rf"pictures, {N}% of", record.epoch, record.loss, record.validation_loss,
                  100 * record.validation_accuracy)  # fmt: skip
    count += told(label, rf"learning rate {N} and batches of (\d+).*, on (\d+) pictures?\. "
                  r"Compared with epoch (\d+)\.$", explorer.lr, explorer.batch_size,
                  len(explorer.training.x), then)  # fmt: skip
    if table := seen.scene["table"]:
        row = dict(zip(table[0], table[2], strict=True))
        count += told(row["epochs"], r"^(\d+)$", record.epoch)
        count += told(row["loss, training"], rf"^{N}$", record.loss)
        count += told(row[f"loss, {name}"], rf"^{N}$", record.validation_loss)
        count += told(row[f"right, {name}"], rf"^{N} %$", 100 * record.validation_accuracy)
    return count


FACTS = {
    "ActivationExplorer": activations, "BackpropExplorer": backprops, "ChannelExplorer": channels,
    "DescentExplorer": descents, "DrawPad": pads, "FilterExplorer": filters,
    "LandscapeExplorer": landscapes, "LossExplorer": losses, "NetworkExplorer": networks,
    "PoolingExplorer": pools, "ReceptiveFieldExplorer": fields, "SoftmaxExplorer": softmaxes,
    "TrainingLab": labs, "VoteExplorer": votes,
}  # fmt: skip
