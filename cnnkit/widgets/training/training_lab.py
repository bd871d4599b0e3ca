"""The TrainingLab: play, pause, change a hyperparameter, go back and compare."""

from __future__ import annotations

import numpy as np
import traitlets

from cnnkit.checks import flag, whole
from cnnkit.data import load_digits
from cnnkit.examples import digits
from cnnkit.widgets.board.explorer import Explorer, Property, Setting
from cnnkit.widgets.training.frames import Frames, choose_sample_images, layers_with_maps
from cnnkit.widgets.training.lab_panels import LabScene
from cnnkit.widgets.training.lab_scene import MOMENT, PATIENCE, State, compose
from cnnkit.widgets.training.lab_settings import NUMBERS, SPEEDS, LabSettings
from cnnkit.widgets.training.lab_still import draw_lab
from cnnkit.widgets.training.learning_curves import read_curves
from cnnkit.widgets.training.player import Player
from cnnkit.widgets.training.training_run import TrainingRun
from cnnkit.widgets.training.training_thread import stop_others


class TrainingLab(Explorer):
    """Watch a network learn: pause its training, change it, and rewind it.

    Play and pause, do one step or one epoch, change the learning rate, the size of the batches,
    the optimiser or its momentum meanwhile. Drag in the curves (or use the arrow keys there) to
    compare the kernels, maps and answers of any epoch with those of now, and continue from there.

    Parameters
    ----------
    model : Sequential, optional
        Trained in place: ``lab.model`` is this very model, and its weights are those of the last
        step. By default a small network for the digits.
    dataset : Dataset or tuple of arrays, optional
        As for `TrainingRun`: ``(x, y, validation_x, validation_y)``, or ``(x, y)``.
    loss : a loss such as CrossEntropyLoss(), optional
    optimizer : {"SGD", "Nesterov", "Adam"}
    lr, momentum, batch_size, images
        The hyperparameters of the training; see `cnnkit.widgets.training.run_settings.RunSettings`.
    seed : int
        Of the random order of the pictures.
    classes : sequence of str, optional
        A name for each class; by default its number.

    Attributes
    ----------
    optimizer, lr, momentum, batch_size, images
        May be set at any time. Another number of ``images`` starts the training over.
    epoch : int
        The past epoch that is compared with now; 0 is the start.
    play_epochs, speed, layer, picture
        How many epochs a press on Play trains, how fast; whose maps, for which picture.
    playing : bool
        Whether it trains now; may be set.
    training : TrainingRun
        The training itself, with its history.

    Raises
    ------
    TypeError, ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Notes
    -----
    Playing happens in a thread of its own, so cells can be run meanwhile. A cell that reads the
    model then meets weights that move: pause first for exact numbers. One lab plays at a time:
    making or starting another pauses this one. An interrupt of the kernel pauses it as well.

    Examples
    --------
    >>> lab = TrainingLab(lr=0.05)
    >>> lab.run(epochs=2)
    >>> lab
    TrainingLab(epochs=2, optimizer='SGD', lr=0.05, momentum=0.9, batch_size=64, images='all')
    >>> lab.continue_from(1)
    >>> lab.training.epochs
    1
    """

    optimizer = Setting()
    lr = Setting()
    momentum = Setting()
    batch_size = Setting()
    images = Setting()
    play_epochs = Setting()
    speed = Setting()
    layer = Setting()
    picture = Setting()
    epoch = Property(lambda lab: lab._player.then, lambda lab, value: lab._compare_with(value))
    playing = Property(lambda lab: lab._playing, lambda lab, value: lab._play_or_pause(value))
    pin = traitlets.Int().tag(sync=True)
    _player = None

    def __init__(self, model=None, dataset=None, *, loss=None, optimizer="SGD", lr=0.05,
                 momentum=0.9, batch_size=64, images="all", seed=0, classes=None):  # fmt: skip
        if (model is None) != (dataset is None):
            missing = "dataset" if dataset is None else "model"
            raise TypeError(
                f"{missing} is missing; give both, TrainingLab(model, dataset), or neither for a "
                "small network and the digits"
            )
        stop_others()  # the one that trains may be training this very model
        if model is None:
            model = digits.untrained_network(rng=np.random.default_rng(2))
            dataset = load_digits()
        self.training = run = TrainingRun(
            model, dataset, loss=loss, optimizer=optimizer, lr=lr, momentum=momentum,
            batch_size=batch_size, images=images, seed=seed,
        )  # fmt: skip
        handful = choose_sample_images(run, classes)
        self._kinds = layers_with_maps(run.network, handful.pictures)
        self._frames = Frames(run, handful)
        self._player = Player(run, self._pause_after_step, self.publish, self._stopped)
        self._displayed = False
        self._patience = MOMENT
        self._playing = False
        settings = LabSettings.of(run.settings, tuple(self._kinds), len(handful.pictures))
        super().__init__(settings, pin=0)

    def __repr__(self):
        now = self._settings
        return (
            f"TrainingLab(epochs={self.training.epochs}, optimizer={now.optimizer!r}, "
            f"lr={now.lr:g}, momentum={now.momentum:g}, batch_size={now.batch_size}, "
            f"images={now.images!r})"
        )

    @property
    def model(self):
        """The model that is trained: the very one that was given."""
        return self.training.model

    @property
    def history(self):
        """A `Record` for the start (epoch 0) and each epoch, as `fit` gives them."""
        return tuple(self.training.history)

    def model_at(self, epoch):
        """Return a model of its own with the weights after an epoch."""
        with self._player.gate():
            return self.training.model_at(epoch)

    # -- from a cell

    def run(self, epochs: int | None = None) -> None:
        """Train for some epochs and return when they are done; default: as many as Play trains.

        The numbers are the same every time, and the same that `fit` computes. A loss that is no
        longer finite ends the training; `message` and the board say why.
        """
        count = whole(self._settings.play_epochs if epochs is None else epochs, "epochs")
        self._train_here("epochs", count)

    def step(self, steps: int = 1) -> None:
        """Do some steps and return when they are done."""
        self._train_here("steps", whole(steps, "steps"))

    def play(self, epochs: int | None = None) -> None:
        """Begin to train for some epochs, and return at once; default: `play_epochs`."""
        count = whole(self._settings.play_epochs if epochs is None else epochs, "epochs")
        with self._lock:
            self._start("epochs", count)
            self.adopt(None)

    def pause(self) -> None:
        """Stop; no step is done after this returns."""
        self._player.halt()
        self._stopped()

    def reset(self) -> None:
        """Go back to the start, with the same first weights and the same order of pictures."""
        self.continue_from(0)

    def continue_from(self, epoch: int | None = None) -> None:
        """Go back to an epoch; default: the one that is compared with now.

        What came after it is forgotten, but stays in the picture as a dotted line. The settings
        stay as they are, so another learning rate can be tried from there.
        """
        with self._lock:
            self._player.go_back_to(self.epoch if epoch is None else epoch)
        self._stopped()

    @property
    def message(self) -> str:
        """What the board says of the training: that it cannot go on, or what the curves tell."""
        return self._player.trouble or self.training.advice or read_curves(self.training.history)

    def _train_here(self, kind, count):
        self._player.aim_here(kind, count)
        self._playing = True
        self.tell()
        try:
            self._player.work_here(self._show_if_displayed)
        finally:
            self._patience = PATIENCE  # a stored view has the film of all epochs
            self._stopped()
            self._patience = MOMENT

    def _show_if_displayed(self) -> bool:
        if self._displayed:
            self.publish()
        return self._displayed

    def _pause_after_step(self) -> float:
        return SPEEDS[self._settings.speed]

    # -- traits

    def _stopped(self):
        """Bring the board up to date, and whoever observes the traits: it trains no more."""
        with self._lock:
            self._playing = False
            self.adopt(None)

    def adopt(self, settings, *, ack=None):
        """Take checked settings, and pass the hyperparameters on to the training."""
        with self._lock:
            before = self._settings
            self._pass_on(settings or before)
            try:
                super().adopt(settings, ack=ack)
            except BaseException:
                self._pass_on(before)
                raise

    def _pass_on(self, settings):
        self._player.adopt(settings)
        self.pin = self.epoch

    def _play_or_pause(self, value):
        (self.play if flag(value, "playing") else self.pause)()

    def _compare_with(self, value):
        with self._lock:
            self._player.compare_with(value)
            self.adopt(None)

    @traitlets.observe("pin")
    def _pin_moved(self, change):
        """Follow the dragged pin; the browser may know of more epochs than there are now."""
        with self._lock:
            if change["new"] != self.epoch:
                self._player.compare_near(change["new"])
                self.adopt(None)

    def _start(self, kind, count):
        with self._lock:
            self._player.start(kind, count)
            self._playing = True

    def close(self):
        """Stop training, and take the board off the page."""
        if self._player is not None:
            self._player.tell_to_stop()
        super().close()

    # -- what a reader does on the board

    def edit(self, name: str, value):
        """Do what a button says, or return the settings after a control or a click on a picture."""
        now = self._settings
        if name.startswith("pictures["):
            panel, picture, *_ = self.cursor
            return now.changed(picture=picture) if panel == "pictures" else now
        if name in NUMBERS and value != "all":
            return now.typed(name, value)
        if name == "playing" and not self._player.busy:
            self._start("epochs", now.play_epochs)
        elif name in ("one step", "one epoch"):
            self._start("steps" if name == "one step" else "epochs", 1)
        elif name in ("playing", "reset", "continue"):
            self._player.halt()
            if name != "playing":
                self._player.go_back_to(0 if name == "reset" else self.epoch)
            self._playing = False
        else:
            return super().edit(name, value)
        return None

    # -- what the board shows

    def compute(self) -> LabScene:
        """Return curves, kernels, maps and answers: now, and at the epoch compared with."""
        with self._player.gate():
            state = State.of(self._player, self._settings, self._patience)
            return compose(state, self._frames, self._kinds)

    def _repr_mimebundle_(self, **kwargs):
        self._displayed = True
        return super()._repr_mimebundle_(**kwargs)

    def figure(self):
        """Return the same view as a matplotlib figure."""
        with self._lock:
            return draw_lab(self._shown)
