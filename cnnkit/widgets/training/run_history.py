"""How a training came to where it is: with which settings, and from which step of it on."""

from __future__ import annotations

from typing import NamedTuple

from cnnkit.widgets.training.run_settings import RunSettings

__all__ = ["Stage", "first_stage", "resumed", "turned"]

Moment = tuple[int, int]  # complete epochs, and steps of the next one


class Stage(NamedTuple):
    """Settings that hold from a moment on: after this many epochs, and steps of the next one."""

    at: Moment
    settings: RunSettings


def first_stage(settings: RunSettings) -> tuple[Stage, ...]:
    """Return the way of a training that has not begun."""
    return (Stage((0, 0), settings),)


def turned(way: tuple[Stage, ...], at: Moment, settings: RunSettings) -> tuple[Stage, ...]:
    """Return the way with other settings from a moment on.

    Of several at one moment the last counts; but another kind of optimiser begins afresh, so where
    one came and went again both stay.

    Examples
    --------
    >>> way = turned(first_stage(RunSettings(lr=0.1)), (2, 0), RunSettings(lr=0.2))
    >>> way = turned(way, (2, 0), RunSettings(lr=0.3))
    >>> [(stage.at, stage.settings.lr) for stage in way]
    [((0, 0), 0.1), ((2, 0), 0.3)]
    """
    *before, last = way
    if last.at != at:
        return (*way, Stage(at, settings))
    if at > (0, 0) and (last.settings.optimizer == "Adam") != (settings.optimizer == "Adam"):
        return (*way, Stage(at, settings))
    return (*before, Stage(at, settings))


def resumed(way: tuple[Stage, ...], epoch: int, settings: RunSettings) -> tuple[Stage, ...]:
    """Return the way of a training that goes on from the end of an epoch, with these settings.

    Examples
    --------
    >>> way = turned(first_stage(RunSettings(lr=0.1)), (2, 5), RunSettings(lr=0.2))
    >>> [(stage.at, stage.settings.lr) for stage in resumed(way, 1, RunSettings(lr=0.2))]
    [((0, 0), 0.1), ((1, 0), 0.2)]
    """
    past = tuple(stage for stage in way if stage.at < (epoch, 0))
    return (*past, Stage((epoch, 0), settings))
