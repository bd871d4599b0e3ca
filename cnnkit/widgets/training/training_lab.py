"""The TrainingLab: play, pause, change a hyperparameter, go back and compare."""

from __future__ import annotations

import time

import numpy as np
import traitlets

from cnnkit.checks import flag, whole
from cnnkit.data import load_digits
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.model import Sequential
from cnnkit.widgets.board.explorer import Explorer, Property, Setting
from cnnkit.widgets.board.numbers import parse_number
from cnnkit.widgets.training.frames import Frames, choose_sample_images, layers_with_maps
from cnnkit.widgets.training.lab_panels import LabScene
from cnnkit.widgets.training.lab_scene import GLANCE, MOMENT, PATIENCE, State, compose
from cnnkit.widgets.training.lab_settings import SPEEDS, LabSettings
from cnnkit.widgets.training.lab_still import draw_lab
from cnnkit.widgets.training.learning_curves import read_curves
from cnnkit.widgets.training.training_run import TrainingRun
from cnnkit.widgets.training.training_thread import PERIOD, Trainer, stop_others

NUMBERS = ("lr", "momentum", "batch_size", "images", "play_epochs", "picture")


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
        The hyperparameters of the training; see `cnnkit.widgets.training.training_run.RunSettings`.
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
    epoch = Property(lambda lab: lab._then, lambda lab, value: lab._compare_with(value))
    playing = Property(lambda lab: lab._playing, lambda lab, value: lab._play_or_pause(value))
    pin = traitlets.Int().tag(sync=True)
    _trainer = None

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
            model, dataset = digits_network(), load_digits()
        self.training = run = TrainingRun(
            model, dataset, loss=loss, optimizer=optimizer, lr=lr, momentum=momentum,
            batch_size=batch_size, images=images, seed=seed,
        )  # fmt: skip
        handful = choose_sample_images(run, classes)
        self._kinds = layers_with_maps(run.network, handful.pictures)
        self._frames = Frames(run, handful)
        self._trainer = Trainer(self._piece, self._view, self._ended)
        self._goal = None  # what the trainer works towards: ("epochs" or "steps", number)
        self._trouble = ""
        self._here = False  # whether a cell trains, in the thread of the cells
        self._displayed = False
        self._patience = MOMENT
        settings = LabSettings(
            **{name: getattr(run.settings, name) for name in vars(run.settings)},
            layer=next(iter(self._kinds), ""), layers=tuple(self._kinds),
            pictures=len(handful.pictures),
        )  # fmt: skip
        self._then = 0  # the epoch that is compared with now
        self._playing = False
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
        with self._trainer.gate():
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
        self._halt()
        self._show(playing=False)

    def _halt(self):
        self._trainer.stop()
        self._here = False
        self._trainer.wait()

    def reset(self) -> None:
        """Go back to the start, with the same first weights and the same order of pictures."""
        self.continue_from(0)

    def continue_from(self, epoch: int | None = None) -> None:
        """Go back to an epoch; default: the one that is compared with now.

        What came after it is forgotten, but stays in the picture as a dotted line. The settings
        stay as they are, so another learning rate can be tried from there.
        """
        self._go_back_to(self._then if epoch is None else epoch)
        self._show(playing=False)

    def _go_back_to(self, epoch):
        self._halt()
        with self._lock, self._trainer.gate():
            self.training.restore(epoch)
            self._trouble = ""
            self._then = min(self._then, self.training.epochs)

    @property
    def message(self) -> str:
        """What the board says of the training: that it cannot go on, or what the curves tell."""
        return self._trouble or self.training.advice or read_curves(self.training.history)

    def _train_here(self, kind, count):
        stop_others()
        self._goal, self._trouble, self._here = self._target(kind, count), "", True
        self._playing = True
        self.tell()
        due = 0.0
        try:
            while True:
                with self._trainer.gate():
                    if not self._here or not self._advance():
                        break
                if self._displayed and time.monotonic() >= due:
                    self.publish()
                    due = time.monotonic() + PERIOD
        except FloatingPointError as error:
            self._trouble = _sentence(error)
        finally:
            self._here = False
            self._patience = PATIENCE  # a stored view has the film of all epochs
            self._show(playing=False)
            self._patience = MOMENT

    # -- the trainer's side: these run in its thread, inside the gate

    def _target(self, kind, count):
        run = self.training
        return kind, (run.epochs if kind == "epochs" else run.steps) + count

    def _advance(self) -> bool:
        """Do a small piece of work; False when the goal is reached."""
        kind, number = self._goal
        run = self.training
        if (run.epochs if kind == "epochs" else run.steps) >= number and not run.judging:
            return False
        run.tick()
        return True

    def _piece(self):
        before = self.training.steps
        if not self._advance():
            return None
        return SPEEDS[self._settings.speed] if self.training.steps > before else 0.0

    @property
    def _busy(self) -> bool:
        return self._here or self._trainer.playing

    def _view(self):
        if self._trainer.playing:
            self.publish()

    def _ended(self, error):
        if error is not None:
            self._trouble = _sentence(error)
        self._show(playing=False)

    # -- traits

    def _show(self, *, playing):
        """Bring the board up to date, and whoever observes the traits."""
        with self._lock:
            self._playing = playing
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
        with self._trainer.gate():
            if self.training.adopt(settings):
                self._trouble = ""
            self._then = min(self._then, self.training.epochs)
        self.pin = self._then

    def _play_or_pause(self, value):
        if flag(value, "playing"):
            self.play()
        else:
            self.pause()

    def _compare_with(self, value):
        with self._lock:
            with self._trainer.gate():
                self._then = self.training.known(value)
            self.adopt(None)

    @traitlets.observe("pin")
    def _pin_moved(self, change):
        """Follow the dragged pin; the browser may know of more epochs than there are now."""
        with self._lock:
            if change["new"] == self._then:
                return
            with self._trainer.gate():
                self._then = min(self.training.kept, key=lambda one: abs(one - change["new"]))
            self.adopt(None)

    def _start(self, kind, count):
        with self._lock:
            self._halt()
            with self._trainer.gate():
                self._goal = self._target(kind, count)
                self._trouble = ""
            self._trainer.start()
            self._playing = True

    def close(self):
        """Stop training, and take the board off the page."""
        if self._trainer is not None:
            self._trainer.stop()
        super().close()

    # -- what a reader does on the board

    def edit(self, name: str, value):
        """Do what a button says, or return the settings after a control or a click on a picture."""
        now = self._settings
        if name.startswith("pictures["):
            return now.changed(picture=self._clicked)
        if name in NUMBERS and value != "all":
            number = parse_number(value, name)
            return now.changed(**{name: int(number) if number == int(number) else number})
        if name == "playing" and not self._busy:
            self._start("epochs", now.play_epochs)
        elif name in ("one step", "one epoch"):
            self._start("steps" if name == "one step" else "epochs", 1)
        elif name in ("playing", "reset", "continue"):
            self._halt()
            if name != "playing":
                self._go_back_to(0 if name == "reset" else self._then)
            self._playing = False
        else:
            return super().edit(name, value)
        return None

    @property
    def _clicked(self) -> int:
        panel, channel, _, _ = self.cursor
        return channel if panel == "pictures" else self._settings.picture

    # -- what the board shows

    def compute(self) -> LabScene:
        """Return curves, kernels, maps and answers: now, and at the epoch compared with."""
        with self._trainer.gate():
            patience = GLANCE if self._busy else self._patience
            state = State(self.training, self._settings, self._then, self._busy, self._goal,
                          self._trouble, patience)  # fmt: skip
            return compose(state, self._frames, self._kinds)

    def _repr_mimebundle_(self, **kwargs):
        self._displayed = True
        return super()._repr_mimebundle_(**kwargs)

    def figure(self):
        """Return the same view as a matplotlib figure."""
        with self._lock:
            return draw_lab(self._shown)


def digits_network(seed: int = 2) -> Sequential:
    """Return the untrained network of lesson 09."""
    rng = np.random.default_rng(seed)
    model = Sequential(
        Conv2d(1, 16, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2),
        Conv2d(16, 32, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2),
        Flatten(), Linear(128, 10, rng=rng),
    )  # fmt: skip
    model[-1].weight *= 0.1  # quiet first votes: the first loss is near ln 10
    return model


def _sentence(error) -> str:
    if isinstance(error, FloatingPointError):
        return (
            f"{error}. The network is as the last complete step left it: choose a smaller rate, "
            "and continue from an earlier epoch."
        )
    return f"{type(error).__name__}: {error}"
