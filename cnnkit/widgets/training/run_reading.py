"""What can be read of a `TrainingRun`: settings, history, curves, weights of past epochs."""

from __future__ import annotations

import copy

from cnnkit.checks import whole
from cnnkit.widgets.training.run_settings import SETTINGS, new_optimizer

__all__ = ["RunReading"]


class RunReading:
    """The part of a `TrainingRun` that leaves the training where it is."""

    @property
    def settings(self):
        """The present `RunSettings`; each is an attribute of the run too."""
        return self._now.settings

    @property
    def seed(self):
        """What the random order of the pictures began with."""
        return self._seed

    @property
    def network(self):
        """The run's own layers around the model's arrays: to look at between two steps."""
        return self._now.network

    @property
    def history(self):
        """A `Record` for the start (epoch 0) and each complete epoch, as `fit` gives them."""
        return list(self._now.history)

    @property
    def curve(self):
        """The same epochs with both kinds of pictures judged alike, after each: see `Judge`."""
        return list(self._now.curve)

    @property
    def path(self):
        """The `Path` so far, to be compared with another one."""
        return self._now.path

    @property
    def earlier(self):
        """The history that was left behind by the last `restore`."""
        return list(self._now.earlier)

    @property
    def left(self):
        """The `Path` that was left behind then, or None."""
        return self._now.left

    @property
    def advice(self):
        """Why nothing is learned, where the cause can be named; else empty. `fit` warns of it."""
        return self._scale or self._now.advice

    @property
    def changes(self):
        """Each `Change` of a setting while it ran."""
        return list(self._now.changes)

    @property
    def batches(self):
        """The position after each step, in epochs, and the loss of its batch."""
        return self._batches[: self._now.steps]

    @property
    def x(self):
        """The training pictures in use."""
        return self._data.x[: self.settings.count]

    @property
    def y(self):
        """Their targets."""
        return self._data.y[: self.settings.count]

    @property
    def validation(self):
        """Pictures and targets that are not trained on."""
        return self._data.held_out

    @property
    def held_out(self):
        """What these are called: "test" or "validation"."""
        return self._data.name

    @property
    def judged_sizes(self):
        """How many training pictures are judged after an epoch, and how many that are held out."""
        return self._judge.sizes(self.settings.count)

    @property
    def drops_variously(self):
        """Whether the network's own dropout layers differ, so that no one share says it all."""
        return len(set(self._dropped)) > 1

    @property
    def epochs(self):
        """How many epochs are complete."""
        return self._now.history[-1].epoch

    @property
    def position(self):
        """How far the training is, in epochs, with the fraction of the running one."""
        return self._now.position

    @property
    def steps(self):
        """How many steps were done since the start."""
        return self._now.steps

    @property
    def judging(self):
        """Whether the steps of an epoch are done, but not all pictures judged."""
        return self._now.judged is not None

    @property
    def kept(self):
        """The epochs that can be gone back to."""
        return self._now.snapshots.epochs

    def look(self):
        """Return the run's own layers, around the arrays that the model has at this moment."""
        self._keep_sharing()
        return self.network

    def weights_at(self, epoch):
        """Return the weights after an epoch, by name; 0 for the start. Not to be changed."""
        return self._now.snapshots[self.known(epoch)].weights

    def model_at(self, epoch):
        """Return a model of its own with the weights after an epoch; 0 for the start.

        Raises
        ------
        TypeError, ValueError
            If that epoch has not been, or its snapshot was dropped to save memory.
        """
        twin = copy.deepcopy(self.network.replica())
        twin.load_state_dict(self.weights_at(epoch))
        return twin

    def known(self, epoch):
        """Return ``epoch`` if one can go back to it; raises as `TrainingRun.restore`."""
        epoch, kept = whole(epoch, "epoch", minimum=0), self.kept
        if epoch > self.epochs:
            raise ValueError(f"epoch {epoch} has not been yet; use 0 (the start) to {self.epochs}")
        if epoch not in kept:
            near = min(kept, key=lambda one: abs(one - epoch))
            raise ValueError(
                f"the weights after epoch {epoch} were dropped to save memory; use {near}"
            )
        return epoch

    def _keep_sharing(self):
        """The model's arrays may have been replaced: ``model.to(...)``, ``layer.weight = ...``."""
        ours, theirs = (
            model.parameters() | model.buffers() for model in (self.network, self.model)
        )
        if any(ours.get(name) is not array for name, array in theirs.items()):
            network = self.model.replica()
            optimizer = new_optimizer(network, self.settings)
            self._now = self._now.changed(network=network, optimizer=optimizer)


def _setting(name):
    def get(run):
        return getattr(run.settings, name)

    def put(run, value):
        run.change(**{name: value})

    return property(get, put, doc=f"See `RunSettings`: ``{name}``.")


for _name in SETTINGS:
    setattr(RunReading, _name, _setting(_name))
