"""What recreates the view of a TrainingLab: the same training once more, step by step.

Also what else is on the board is trained again: the run that was left behind by going back, and the
one that is kept to compare with.
"""

from __future__ import annotations

import inspect
from dataclasses import fields

from cnnkit import losses
from cnnkit.model import Sequential
from cnnkit.widgets.board.equal_settings import same
from cnnkit.widgets.board.network_plan import arrays_of
from cnnkit.widgets.board.settings import names_of
from cnnkit.widgets.board.source_text import Source, written
from cnnkit.widgets.board.view_recipe import Call, ViewRecipe, arguments_of, unknown
from cnnkit.widgets.training.dropout_setting import built_in
from cnnkit.widgets.training.lab_settings import LabSettings
from cnnkit.widgets.training.run_progress import Path
from cnnkit.widgets.training.run_settings import SETTINGS, RunSettings

Moment = tuple[int, int]


def recipe_of(lab, given: dict, kept: Path | None) -> ViewRecipe:
    """Return the calls that recreate the lab.

    Parameters
    ----------
    lab : TrainingLab
    given : dict
        What the constructor was given that is not a setting, None where it was nothing.
    kept : Path or None
        The run to compare with.
    """
    run, now = lab.training, lab._settings
    replay = Replay(run.path, run.left, kept)
    first = replay.first
    settings = {name: getattr(first, name) for name in SETTINGS}
    if first.dropout == given["built_in"]:
        settings["dropout"] = None
    made = {"loss": _loss(given["loss"]), "seed": run.seed}
    own = {name: given[name] for name in ("model", "dataset", "classes")}
    calls = [Call(type(lab).__name__, arguments_of(lab, own | settings | made)), *replay.calls]
    if lab._player.trouble:  # the step that cannot be done is tried again
        calls.append(Call("trained", {"steps": 1}))
    rest = _view(lab, now)
    if rest:
        calls.append(Call("showing", rest))
    lead = lab._shown.lead, 0, 0, 0
    return ViewRecipe(tuple(calls), lead)


def given_to(model, dataset, loss, classes) -> dict:
    """Return what a new lab was given, as it was before the training: see `recipe_of`."""
    known = isinstance(model, Sequential)
    arrays = arrays_of(model) if known else None
    if known and arrays is None:
        arrays = unknown("model", "the network that you gave, before its training")
    return {
        "model": arrays,
        "built_in": built_in(model) if known else 0.0,
        "dataset": dataset,
        "loss": loss,
        "classes": None if classes is None else names_of(classes),
    }


def _view(lab, now: LabSettings) -> dict:
    """Return the settings of the view that are not those of a new lab."""
    hyper = {field.name for field in fields(RunSettings)}
    changed = (
        field.name
        for field in fields(now)
        if field.name not in hyper
        and not same(getattr(now, field.name), getattr(lab._first, field.name))
    )
    found = {name: getattr(now, name) for name in changed}
    return found | ({"epoch": lab.epoch} if lab.epoch else {})


def _loss(loss):
    """Return how a loss is made again; None for none."""
    if loss is None:
        return None
    name = type(loss).__name__
    if getattr(losses, name, None) is type(loss):
        names = [one for one in inspect.signature(type(loss)).parameters if hasattr(loss, one)]
        options = {one: getattr(loss, one) for one in names}
        try:
            if same(vars(type(loss)(**options)), vars(loss)):
                text = ", ".join(f"{one}={written(value)}" for one, value in options.items())
                return Source(f"{name}({text})", (f"from cnnkit.losses import {name}",))
        except (TypeError, ValueError):
            pass
    return unknown("loss", "the loss that you gave")


class Replay:
    """The calls that lead a new lab to where a training is.

    Parameters
    ----------
    now : Path
    left, kept : Path or None
        The run that was left behind by going back, and the one that is compared with.

    Attributes
    ----------
    first : RunSettings
        The settings of the new lab.
    calls : list of Call
    """

    def __init__(self, now: Path, left: Path | None, kept: Path | None):
        ways = [path for path in (left, now) if path is not None]
        if kept is not None and not any(_begins(kept, path) for path in ways):
            ways.insert(0, kept)
        self.first = self._present = ways[0].way[0].settings
        self.calls, self._at, self._kept = [], (0, 0), kept
        for before, path in zip([None, *ways], ways, strict=False):
            epoch = 0 if before is None else _shared(before, path)
            if before is not None:
                self.calls.append(Call("back_to", {"epoch": epoch}))
                self._at = epoch, 0
            self._follow(path)

    def _follow(self, path: Path) -> None:
        """Train along a path, from where the training is, to its end."""
        end = path.epochs, path.steps
        stages = [stage for stage in path.way if stage.at >= self._at]
        self._told = [one for one in path.changes if one.position >= self._at[0]]
        for at, settings in stages:
            if at <= end:
                self._keep_if(path, at)
                self._train(at)
                self._set(settings)
        self._keep_if(path, end)
        self._train(end, judged=not path.judging)
        for at, settings in stages:
            if at > end:  # set while the last epoch was being judged
                self._set(settings)
        self._keep_if(path, end)

    def _keep_if(self, path: Path, until: Moment) -> None:
        """Keep the run on the way to a moment, where it is this one that is kept."""
        kept = self._kept
        if kept is None or not self._at <= (kept.epochs, kept.steps) <= until:
            return
        if not _begins(kept, path):
            return
        self._train((kept.epochs, kept.steps), judged=not kept.judging)
        self._set(kept.settings)
        self.calls.append(Call("keeping", {}))
        self._kept = None

    def _train(self, to: Moment, *, judged: bool = True) -> None:
        (epoch, steps), (then, more) = self._at, to
        if then > epoch:
            self.calls.append(Call("trained", {"epochs": then - epoch}))
            steps = 0
        if more > steps:
            how = {} if judged else {"judged": False}
            self.calls.append(Call("trained", {"steps": more - steps} | how))
        self._at = to

    def _set(self, settings: RunSettings) -> None:
        """Take settings; where that is told in the curves, in the order in which it was done."""
        before = self._present
        names = [name for name in SETTINGS if getattr(settings, name) != getattr(before, name)]
        told = self._next_told(names)
        names.sort(key=lambda name: told.index(name) if name in told else len(told))
        last = len(SETTINGS)
        for name in names:
            place = SETTINGS.index(name)
            if place < last:  # those of one call count in their own order
                self.calls.append(Call("showing", {}))
            self.calls[-1].arguments[name] = getattr(settings, name)
            last = place
        self._present = settings

    def _next_told(self, names: list[str]) -> list[str]:
        """Return what the curves tell of this moment, in its order; nothing at the start."""
        told = [one for one in self._told if int(one.position) == self._at[0]]
        if self._at == (0, 0) or not told:
            return []
        here = [one for one in told if one.position == told[0].position]
        if not {one.name for one in here} & set(names):
            return []
        self._told = [one for one in self._told if one not in here]
        return [one.name for one in here]


def _begins(one: Path, path: Path) -> bool:
    """Return whether a path is how another one begins."""
    end = one.epochs, one.steps
    past = [[stage for stage in each.way if stage.at < end] for each in (one, path)]
    return end <= (path.epochs, path.steps) and past[0] == past[1]


def _shared(left: Path, path: Path) -> int:
    """Return the last epoch that two paths share, before the end of the one that was left."""
    most = min(left.epochs - 1, path.epochs)
    shared = (one for one in range(most, 0, -1) if _until(left, one) == _until(path, one))
    return next(shared, 0)


def _until(path: Path, epoch: int) -> list:
    return [stage for stage in path.way if stage.at < (epoch, 0)]
