"""Going back in a `TrainingRun`: what a checkpoint holds, and how it is taken up again."""

from __future__ import annotations

import copy

from cnnkit.model._transaction import finish
from cnnkit.widgets.training.run_history import resumed
from cnnkit.widgets.training.run_progress import Moment, Progress, noted
from cnnkit.widgets.training.run_reading import RunReading
from cnnkit.widgets.training.run_settings import fitting

__all__ = ["RunRewinding"]


class RunRewinding(RunReading):
    """The part of a `TrainingRun` that leads back to the end of an earlier epoch."""

    def restore(self, epoch):
        """Go back to the end of an epoch (0: the start); what came after it is forgotten.

        Weights, the optimiser's state and the order of the pictures to come are as they were
        then; the hyperparameters stay as they are now. With the old ones, the same training is
        repeated bit for bit. The history that is left behind stays in ``earlier``.

        Raises
        ------
        TypeError, ValueError
            If that epoch has not been, or its snapshot was dropped to save memory.
        """
        self._return_to(self.known(epoch), self.settings)

    def reset(self):
        """Go back to the start: the first weights, the same seed, the settings as they are."""
        self.restore(0)

    def _moment(self):
        return Moment(self.network.state_dict(), copy.copy(self._optimizer), self._drawn())

    def _draws(self):
        """The random generators: of the order of the pictures, and of layers such as Dropout."""
        found = (getattr(layer, "rng", None) for layer in self.network.named_layers().values())
        return [self._rng, self._lots, *(rng for rng in found if rng is not None)]

    def _drawn(self):
        return [rng.bit_generator.state for rng in self._draws()]

    def _draw_again(self, states):
        """Have the generators draw what they drew after ``states``."""
        for rng, state in zip(self._draws(), states, strict=True):
            rng.bit_generator.state = state

    def _return_to(self, epoch, settings, start=None):
        """Go back; ``start`` is another record of epoch 0."""
        self._keep_sharing()
        now, moment = self._now, self._now.snapshots[epoch]
        optimizer = copy.copy(moment.optimizer)
        optimizer.model = now.network
        leaving = self.epochs > epoch
        steps = sum(position <= epoch for position, _ in self.batches)
        after = Progress(
            settings,
            now.network,
            fitting(optimizer, now.network, settings),
            _until(epoch, now.history) if start is None else (start,),
            _until(epoch, now.curve) if start is None else (start,),
            now.history if leaving else now.earlier,
            now.path if leaving else now.left,
            _changes_until(epoch, now.changes, settings),
            now.snapshots.until(epoch),
            steps,
            began=steps,
            way=resumed(now.way, epoch, settings),
        )

        def write():
            now.network.load_state_dict(moment.weights)
            self._draw_again(moment.draws)
            self._now = after

        finish(write)


def _until(epoch, records):
    return tuple(record for record in records if record.epoch <= epoch)


def _changes_until(epoch, changes, settings):
    """Return the changes before an epoch, and what is not set now as it was then."""
    past = tuple(change for change in changes if change.position < epoch)
    if not epoch:
        return past
    then = {change.name: change.before for change in changes[::-1] if change.position >= epoch}
    pairs = {name: (before, getattr(settings, name)) for name, before in then.items()}
    return noted(past, float(epoch), pairs)
