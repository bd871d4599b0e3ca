"""What a hand does on the board of a NetworkExplorer: draw, type a weight, open a map."""

from __future__ import annotations

import io

import numpy as np

from cnnkit import data
from cnnkit.checks import shown
from cnnkit.widgets.board.edits import painted
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.numbers import parse_number, parse_whole
from cnnkit.widgets.network.answer_bars import bar_order
from cnnkit.widgets.network.map_detail import block
from cnnkit.widgets.network.network_settings import NetworkSettings
from cnnkit.widgets.network.votes_detail import vote_shape


def edited(now: NetworkSettings, name: str, value) -> NetworkSettings | None:
    """Return the settings after a click, a drawing, a typed weight or a button; None for others."""
    panel, _, place = name.partition("[")
    place = place.rstrip("]")
    if panel in ("input", "colour") and place == "draw":
        return now.changed(image=painted(now.pictures.pixels, value))
    if panel in ("input", "colour") and place:
        return now.changed(image=_flipped(now.pictures, *_numbers(place, 2)))
    if panel in ("kernel", "weights") and place:
        return _typed(now, panel, place, value)
    if panel == "shares" and place:
        row, col = _numbers(place, 2)
        columns = block(now.channels)[1]
        return now.changed(channel=row * columns + col)
    if place and panel in (*now.layers, "softmax"):
        return _opened(now, now.last if panel == "softmax" else panel, place)
    if name in ("previous", "next"):
        return _stepped(now, 1 if name == "next" else -1)
    if name == "zero":
        return zeroed(now, now.layer, now.map)
    if name == "restore":
        return now.changed(weights=now.first.weights)
    if name == "close":
        return now.changed(layer="")
    if name in ("map", "channel"):  # people count from 1
        return now.changed(**{name: _place(value, 10**9, first=1)})
    return None


def zeroed(now: NetworkSettings, layer: str, map: int) -> NetworkSettings:
    """Return settings in which the weights that make one map are 0; its bias stays."""
    key = f"{layer}.weight"
    if key not in now.weights:
        known = [name[:-7] for name in now.weights if name.endswith(".weight")]
        raise ValueError(f"layer {shown(layer)} has no kernels; use one of {known}.")
    return _written(now, key, (_place(map, len(now.weights[key])),), 0.0)


def fitting(known: dict, state) -> dict:
    """Return weights by the same keys and of the same shapes, or raise a sentence."""
    if not isinstance(state, dict) or set(state) != set(known):
        raise ValueError(f"the weights need the keys {', '.join(known)}.")
    found = {}
    for key, old in known.items():
        new = frozen(state[key], old.dtype)
        if new.shape != old.shape or not np.isfinite(new).all():
            raise ValueError(
                f"{key} has shape {new.shape}; give finite numbers of shape {old.shape}."
            )
        found[key] = new
    return found


def with_file(now: NetworkSettings, filename: str, content: bytes) -> NetworkSettings:
    """Return the settings with a PNG or JPEG, cut and scaled to the network's size."""
    channels, *size = now.pictures.pixels.shape
    if channels not in (1, 3):
        raise ValueError(
            f"this network reads pictures of {channels} channels; {filename} has 1 or 3."
        )
    options = {"size": tuple(size), "grey": channels == 1, "formats": ("PNG", "JPEG")}
    pixels, _ = data.decode_image(io.BytesIO(content), filename, **options)
    low, high = now.pictures.limits
    return now.changed(image=low + pixels * np.float32(high - low))


def _stepped(now: NetworkSettings, step: int) -> NetworkSettings:
    """Return settings with the next or the previous picture of the set, round its ends."""
    count = 1 if now.pictures.images is None else len(now.pictures.images)
    index = now.index + step if now.image == "set" else now.index
    return now.changed(index=index % count)


def _opened(now: NetworkSettings, name: str, place: str) -> NetworkSettings:
    """Return settings with the map open, or the answer, that was clicked."""
    if name == now.last and now.answers:
        index = int(bar_order(now)[int(place.split(",")[0])])
    elif "," in place:
        row, col = _numbers(place, 2)
        index = row * now.stacks[name].shape[2] + col
    else:
        index = int(place)
    channel = now.channel if name == now.layer else 0
    return now.changed(layer=name, map=index, channel=channel)


def _typed(now: NetworkSettings, panel: str, place: str, value) -> NetworkSettings:
    """Return settings with a number in a cell of the kernel, or of the weights of votes."""
    number = parse_number(value, "a weight")
    if panel == "kernel":
        at = now.map, now.channel, *_numbers(place, 2)
    else:
        index = _numbers(place, place.count(",") + 1)
        index = index if len(index) == 3 else [0, *index]
        at = now.map, int(np.ravel_multi_index(index, vote_shape(now)))
    return _written(now, f"{now.layer}.weight", at, number)


def _written(now: NetworkSettings, key: str, place: tuple, value: float) -> NetworkSettings:
    """Return settings with another weight, or all of a map."""
    changed = np.array(now.weights[key])
    if any(not 0 <= at < length for at, length in zip(place, changed.shape, strict=False)):
        raise ValueError(f"there is no weight {place} in {key} of shape {changed.shape}.")
    changed[place] = value
    return now.changed(weights=now.weights | {key: frozen(changed)})


def _numbers(place: str, count: int) -> list[int]:
    """Return the integers between the brackets of an edit's name."""
    numbers = [int(part) for part in place.split(",")]
    if len(numbers) != count or min(numbers) < 0:
        raise ValueError(f"[{place}] is not a position here; give {count} numbers.")
    return numbers


def _place(value, count: int, first: int = 0) -> int:
    return parse_whole(value, first, count - 1 + first, "map") - first


def _flipped(pictures, row: int, col: int) -> np.ndarray:
    """Return the picture with the other end of its limits at one place."""
    low, high = pictures.limits
    pixels = pictures.pixels.copy()
    pixels[:, row, col] = low + high - pixels[:, row, col]
    return pixels
