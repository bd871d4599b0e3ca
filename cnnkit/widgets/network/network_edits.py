"""What a hand does on the board of a NetworkExplorer: draw, type a weight, open a map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.checks import shown
from cnnkit.widgets.board.edits import painted
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.settings import choice
from cnnkit.widgets.board.typed_values import parse_number, parse_whole
from cnnkit.widgets.network.answer_bars import bar_order
from cnnkit.widgets.network.map_detail import block
from cnnkit.widgets.network.network_settings import NetworkSettings
from cnnkit.widgets.network.uploaded_pictures import INKS, read_upload
from cnnkit.widgets.network.votes_detail import vote_maps


def edited(now: NetworkSettings, name: str, value) -> NetworkSettings | None:
    """Return the settings after a click, a drawing, a typed weight or a button; None for others."""
    panel, _, place = name.partition("[")
    place = place.rstrip("]")
    if panel in ("input", "colour") and place == "draw":
        return _drawn(now, value)
    if panel in ("input", "colour") and place:
        pixels = _flipped(now.pictures, *_numbers(place, 2))
        return now.changed(pictures=now.pictures.edited(pixels))
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
    if name == "undo":
        return now.undone() if now.past else now  # a second press, sent before the first's answer
    if name == "ink":
        return _inked(now, value)
    if name == "close":
        return now.changed(layer="")
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
    """Return the settings with a PNG or JPEG, made like the pictures that the network knows."""
    upload = read_upload(filename, content, now.pictures.pixels.shape)
    return now.changed(pictures=now.pictures.uploaded(upload))


def _inked(now: NetworkSettings, ink) -> NetworkSettings:
    """Return the settings with a file's picture read as drawn with dark, or with light, ink."""
    upload = now.pictures.upload
    if now.image != "own" or upload is None or not upload.ink:
        raise ValueError("no drawing was uploaded; choose a file with Upload… first.")
    ink = choice(ink, "ink", INKS)
    return now.changed(pictures=now.pictures.uploaded(replace(upload, ink=ink)))


def _drawn(now: NetworkSettings, value) -> NetworkSettings:
    """Return the settings with more of a drawing; a whole stroke is one edit to be undone."""
    pixels = painted(now.pictures.pixels, value)
    stroke = value.get("stroke")
    pictures = now.pictures.edited(pixels, stroke)
    if stroke is not None and now.image == "own" and stroke == now.pictures.stroke:
        return now.changed(pictures=pictures, past=now.past)
    return now.changed(pictures=pictures)


def _stepped(now: NetworkSettings, step: int) -> NetworkSettings:
    """Return settings with the next or the previous picture of the set, round its ends."""
    count = 1 if now.pictures.images is None else len(now.pictures.images)
    index = now.index + step if now.image == "set" else now.index
    return now.changed(index=index % count)


def _opened(now: NetworkSettings, name: str, place: str) -> NetworkSettings:
    """Return settings with the map open, or the answer, that was clicked."""
    if name == now.last and now.answers:
        order = bar_order(now)
        index = int(order[_place(place.split(",")[0], len(order), "bar")])
    elif "," in place:
        row, col = _numbers(place, 2)
        index = row * now.stacks[name].shape[2] + col
    else:
        index = _place(place, now.maps_of(name))
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
        at = now.map, int(np.ravel_multi_index(index, vote_maps(now)[1]))
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
    parts = place.split(",")
    numbers = [int(part) for part in parts if part.isdecimal()]
    if len(numbers) != len(parts) or len(numbers) != count or min(numbers) < 0:
        raise ValueError(f"[{place}] is not a position here; give {count} numbers.")
    return numbers


def _place(value, count: int, what: str = "map") -> int:
    return parse_whole(value, 0, count - 1, what)


def _flipped(pictures, row: int, col: int) -> np.ndarray:
    """Return the picture with the other end of its limits at one place."""
    low, high = pictures.limits
    pixels = pictures.pixels.copy()
    if row >= pixels.shape[1] or col >= pixels.shape[2]:
        raise ValueError(
            "there is no pixel at [{}, {}]; click one of {}×{}.".format(row, col, *pixels.shape[1:])
        )
    pixels[:, row, col] = low + high - pixels[:, row, col]
    return pixels
