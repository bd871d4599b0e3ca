"""A network in training on one board: play, stop, change a setting, go back and compare."""

from __future__ import annotations

import time

import numpy as np
import traitlets

from cnnkit.curves import read_curves
from cnnkit.data import load_digits
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.limits import shown
from cnnkit.model import Sequential
from cnnkit.shapes import flag, whole
from cnnkit.training_run import OPTIMIZERS, TrainingRun
from cnnkit.widgets.explorer import Explorer, Setting, accept
from cnnkit.widgets.lab_settings import SPEEDS, LabSettings
from cnnkit.widgets.numbers import parse_number
from cnnkit.widgets.trainer import PERIOD, Trainer, stop_others
from cnnkit.widgets.training_frames import Frames, layers_with_maps
from cnnkit.widgets.training_panels import (
    LARGEST_FILM,
    FilmPanel,
    LabControl,
    LabScene,
    curves,
    nice_above,
)
from cnnkit.widgets.training_picture import draw_lab

PICTURES = 6
RATES = (0.0001, 0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCHES = (1, 8, 16, 32, 64, 128, 256)
MOMENTA = (0.0, 0.5, 0.9, 0.99)
FEW = (10, 50, 200)
PLAYS = (1, 2, 5, 10, 20, 50, 100, 200)
NUMBERS = ("lr", "momentum", "batch_size", "images", "play_epochs", "picture")


class TrainingLab(Explorer):
    """Watch a network learn, and take its training in hand.

    Play and pause, do one step or one epoch, change the learning rate, the size of the batches,
    the optimiser or its momentum meanwhile. Drag in the curves (or use the arrow keys there) to
    see the kernels, maps and answers of any epoch beside those of now, and continue from there.

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
        The settings of the training; see `cnnkit.training_run.RunSettings`.
    seed : int
        Of the order in which the pictures come.
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

    names = ("optimizer", "lr", "momentum", "batch_size", "images", "play_epochs", "speed", "layer",
             "picture")  # fmt: skip

    optimizer = Setting()
    lr = Setting()
    momentum = Setting()
    batch_size = Setting()
    images = Setting()
    play_epochs = Setting()
    speed = Setting()
    layer = Setting()
    picture = Setting()
    epoch = Setting()
    playing = Setting()
    pin = traitlets.Int().tag(sync=True)
    _accept = traitlets.validate(*names)(accept)
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
        self._pictures, self._truth = handful(*run.validation)
        self._kinds = layers_with_maps(run.network, self._pictures)
        self._frames = Frames(run, self._pictures)
        known = max(run.network.output_shape(self._pictures.shape)[-1], 2)
        self._classes = tuple(map(str, range(known) if classes is None else classes))
        if len(self._classes) != known:
            raise ValueError(
                f"classes has {len(self._classes)} names, but the network tells {known} classes "
                "apart; give one name each"
            )
        self._trainer = Trainer(self._piece, self._view, self._ended)
        self._goal = None  # what the trainer works towards: ("epochs" or "steps", number)
        self._trouble = ""
        self._here = False  # whether a cell trains, in the thread of the cells
        self._displayed = False
        settings = LabSettings(
            **{name: getattr(run.settings, name) for name in vars(run.settings)},
            layer=next(iter(self._kinds), ""), layers=tuple(self._kinds),
            pictures=len(self._pictures),
        )  # fmt: skip
        self._then = 0
        super().__init__(settings, epoch=0, playing=False, pin=0)

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
        self._start("epochs", whole(self._settings.play_epochs if epochs is None else epochs,
                                    "epochs"))  # fmt: skip

    def pause(self) -> None:
        """Stop; no step is done after this returns."""
        self._halt()
        self._tell(playing=False)

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
        self._halt()
        with self._lock, self._trainer.gate():
            self.training.restore(self._then if epoch is None else epoch)
            self._trouble = ""
            self._then = min(self._then, self.training.epochs)
        self._tell(playing=False)

    @property
    def message(self) -> str:
        """What the board says of the training: that it cannot go on, or what the curves tell."""
        return self._trouble or read_curves(self.training.history)

    def _train_here(self, kind, count):
        stop_others()
        self._goal, self._trouble, self._here = self._target(kind, count), "", True
        self._tell(playing=True, show=False)
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
            self._tell(playing=False)

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
        self._tell(playing=False)

    # -- traits

    def _tell(self, *, playing=None, show=True):
        """Bring the traits up to date, and the board."""
        with self._lock:
            before, self._adopting = self._adopting, True
            try:
                self.epoch = self.pin = self._then
                if playing is not None:
                    self.playing = playing
            finally:
                self._adopting = before
            if show and not self._editing:
                self.publish()

    @traitlets.validate("playing")
    def _accept_playing(self, proposal):
        with self._lock:
            if self._adopting:
                return proposal["value"]
        if flag(proposal["value"], "playing"):
            self._start("epochs", self._settings.play_epochs)
        else:
            self.pause()
        return proposal["value"]

    @traitlets.validate("epoch")
    def _accept_epoch(self, proposal):
        with self._lock:
            if self._adopting:
                return proposal["value"]
            with self._trainer.gate():
                epoch = self.training.known(proposal["value"])
            self._then = epoch
            self._tell()
        return epoch

    @traitlets.observe("pin")
    def _pin_moved(self, change):
        """Follow a hand that scrubs; the browser may know of more epochs than there are now."""
        if self._adopting or change["new"] == self._then:
            return
        with self._lock:
            with self._trainer.gate():
                self._then = min(self.training.kept, key=lambda one: abs(one - change["new"]))
            self._tell()

    def settled(self) -> None:
        """Hand the settings of the training on to it."""
        with self._trainer.gate():
            if self.training.adopt(self._settings):
                self._trouble = ""
            self._then = min(self._then, self.training.epochs)
        self._tell(show=False)

    def _start(self, kind, count):
        with self._lock:
            self._halt()
            with self._trainer.gate():
                self._goal = self._target(kind, count)
                self._trouble = ""
            self._trainer.start()
            self._tell(playing=True)

    def close(self):
        """Stop training, and take the board off the page."""
        if self._trainer is not None:
            self._trainer.stop()
        super().close()

    # -- what a hand on the board does

    def edit(self, name: str, value) -> None:
        """Apply a button, a control, or a click on a picture."""
        if name == "playing":
            self._press_play()
        elif name in ("step", "one epoch"):
            self._start("steps" if name == "step" else "epochs", 1)
        elif name == "reset":
            self.reset()
        elif name == "continue":
            self.continue_from()
        elif name.startswith("pictures["):
            self.set(picture=self._clicked)
        elif name in NUMBERS and value != "all":
            number = parse_number(value, name)
            self.set(**{name: int(number) if number == int(number) else number})
        else:
            super().edit(name, value)

    def _press_play(self):
        if self._busy:
            self.pause()
        else:
            self._start("epochs", self._settings.play_epochs)

    @property
    def _clicked(self) -> int:
        panel, channel, _, _ = self.cursor
        return channel if panel == "pictures" else self._settings.picture

    # -- what the board shows

    def compute(self) -> LabScene:
        """Return curves, kernels, maps and answers: now, and at the epoch compared with."""
        with self._trainer.gate():
            return self._compute()

    def _compute(self) -> LabScene:
        now, run, then = self._settings, self.training, self._then
        playing = self._busy
        lines, arrays = curves(run, then)
        fresh = self._frames.now(now.layer, now.picture)
        old = self._frames.at(then, now.layer, now.picture)
        film = None if playing else self._frames.all(now.layer, now.picture)
        arrays |= {
            "kernels": fresh.kernels, "kernels then": old.kernels,
            "maps": fresh.maps, "maps then": old.maps,
            "pictures": self._pictures.mean(axis=1),
        }  # fmt: skip
        films = self._films(film, arrays)
        limit = nice_above(max(np.abs(fresh.kernels).max(), np.abs(old.kernels).max()))
        bright = nice_above(max(np.abs(fresh.maps).max(), np.abs(old.maps).max()))
        panels = (
            *lines,
            FilmPanel("kernels", "Kernels now", "kernels", (-limit, limit),
                      tiles="block", extent=122),
            FilmPanel("kernels then", f"Kernels, epoch {then}", "kernels then", (-limit, limit),
                      tiles="block", extent=122, film=films[0], pin=then,
                      heading="Kernels, epoch {}"),
            FilmPanel("maps", "Maps now", "maps", (-bright, bright), tiles="block",
                      extent=122),
            FilmPanel("maps then", f"Maps, epoch {then}", "maps then", (-bright, bright),
                      tiles="block", extent=122, film=films[1], pin=then, heading="Maps, epoch {}"),
            FilmPanel("pictures", "New pictures", "pictures", self._shades(), colours="gray",
                      kind="gallery", tiles="block", editable="choose", pin=then,
                      row=now.picture, captions=self._captions(fresh, old),
                      answers=tuple(self._answers(frame) for frame in film or ())),
        )  # fmt: skip
        columns = [("loss", "accuracy"), ("kernels", "kernels then")]
        if now.layer:
            columns.append(("maps", "maps then"))
        else:
            panels = tuple(panel for panel in panels if not panel.name.startswith("maps"))
        return LabScene(
            label=self._describe(playing),
            arrays={name: np.asarray(array, np.float32) for name, array in arrays.items()},
            panels=panels,
            columns=(*columns, ("pictures",)),
            controls=self._controls(playing),
            lead="loss",
            tallest=330,
            message=self._says(playing),
            quiet=playing,
        )

    def _films(self, film, arrays) -> tuple[str, str]:
        """Put the frames of all epochs among the arrays, as far as they are small enough."""
        names, room = ["", ""], LARGEST_FILM
        for place, (name, part) in enumerate((("kernels film", "kernels"), ("maps film", "maps"))):
            stack = np.stack([getattr(frame, part) for frame in film]) if film else None
            if stack is not None and stack.nbytes <= room:
                arrays[name], names[place] = stack, name
                room -= stack.nbytes
        return tuple(names)

    def _shades(self) -> tuple[float, float]:
        low, high = float(self._pictures.min()), float(self._pictures.max())
        return low, high if high > low else low + 1

    def _answers(self, frame) -> tuple[str, ...]:
        """What each picture is taken for: a word, right or wrong as a sign, how sure."""
        return tuple(
            f"{self._classes[answer]} {'✓' if answer == truth else '✗'} {sure:.0%}"
            for answer, truth, sure in zip(frame.answers, self._truth, frame.sure, strict=True)
        )

    def _captions(self, fresh, old):
        return tuple(
            (f"is {self._classes[truth]}", now, then)
            for truth, now, then in zip(
                self._truth, self._answers(fresh), self._answers(old), strict=True
            )
        )

    def _says(self, playing) -> tuple[str, str]:
        if self._trouble:
            return "notice", self._trouble
        run = self.training
        if playing:
            kind, goal = self._goal
            until = f" of {goal}" if kind == "epochs" else ""
            return "notice", f"Training: epoch {run.epochs + 1}{until}."
        hint = "Drag in the curves to compare with another epoch, or press Play."
        if run.epochs == 0:
            hint = "An untrained network, at the start. Press Play."
        return "notice", self.message or hint

    def _controls(self, playing) -> tuple[LabControl, ...]:
        now, run = self._settings, self.training
        few = tuple(n for n in FEW if n < now.available)

        def button(name, label, **state):
            return LabControl(name, label, "", "button", **state)

        def numbers(name, label, known, present, unit=""):
            options = tuple((f"{n:g}", f"{n:g}{unit}") for n in sorted({*known, present}))
            return LabControl(name, label, f"{present:g}", options=options)

        images = [("all", f"all {now.available}")]
        images += [(str(n), str(n)) for n in sorted({*few} | {now.count} - {now.available})]
        return (
            button("playing", "Pause" if playing else "Play", pressed=playing),
            numbers("play_epochs", "for", PLAYS, now.play_epochs, " epochs"),
            button("step", "Step"),
            button("one epoch", "Epoch"),
            button("reset", "Reset", disabled=not run.steps),
            button("continue", f"Continue from epoch {self._then}",
                   disabled=self._then >= run.position),
            LabControl("speed", "Speed", now.speed, options=tuple((s, s) for s in SPEEDS)),
            numbers("lr", "Learning rate", RATES, now.lr),
            LabControl("optimizer", "Optimiser", now.optimizer,
                       options=tuple((n, n) for n in OPTIMIZERS)),
            numbers("momentum", "Momentum", MOMENTA, now.momentum),
            numbers("batch_size", "Batch", BATCHES, now.batch_size),
            LabControl("images", "Pictures", str(now.images), options=tuple(images)),
            LabControl("layer", "Maps of", now.layer, options=tuple(self._kinds.items()),
                       hidden=not now.layer),
        )  # fmt: skip

    def _describe(self, playing) -> str:
        now, last = self._settings, self.training.history[-1]
        if playing:
            return "Training lab. The network is training; press Pause to hear how far it is."
        return (
            f"Training lab after {last.epoch} epochs: loss {last.loss:.2f} in training and "
            f"{last.validation_loss:.2f} in validation, {last.validation_accuracy:.0%} of the "
            f"validation pictures right. {now.optimizer} with learning rate {now.lr:g} and batches "
            f"of {now.batch_size}, on {now.count} pictures. Compared with epoch {self._then}."
        )

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


def handful(x, y):
    """Return a few validation pictures, of different classes as far as there are, and classes."""
    truth = np.asarray(y).reshape(-1).astype(np.int64)
    if truth.size != len(x) or x.ndim != 4:
        raise ValueError(
            f"the lab shows pictures (N, C, H, W) and their classes (N,), but it got {x.shape} and "
            f"{shown(np.shape(y))}; train on these with fit"
        )
    firsts = [int(np.flatnonzero(truth == kind)[0]) for kind in np.unique(truth)]
    others = [i for i in range(len(x)) if i not in firsts]
    chosen = sorted((firsts + others)[:PICTURES], key=lambda i: (truth[i], i))
    return x[chosen], truth[chosen]


def _sentence(error) -> str:
    if isinstance(error, FloatingPointError):
        return (
            f"{error}. The network is as the last complete step left it: choose a smaller rate, "
            "and continue from an earlier epoch."
        )
    return f"{type(error).__name__}: {error}"
