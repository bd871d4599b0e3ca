"""The TrainingLab: play, pause, change a hyperparameter, go back and compare."""

from __future__ import annotations

import numpy as np

from cnnkit.data import load_digits
from cnnkit.examples import digits
from cnnkit.widgets.board.explorer import Setting
from cnnkit.widgets.board.view_recipe import ViewRecipe
from cnnkit.widgets.training import lab_recipe
from cnnkit.widgets.training.epoch_frames import Frames, layers_with_maps
from cnnkit.widgets.training.lab_at_work import LabAtWork
from cnnkit.widgets.training.lab_film import moments_of
from cnnkit.widgets.training.lab_panels import LabScene
from cnnkit.widgets.training.lab_recipe import given_to
from cnnkit.widgets.training.lab_scene import State, compose
from cnnkit.widgets.training.lab_settings import LabSettings
from cnnkit.widgets.training.lab_still import draw_lab
from cnnkit.widgets.training.run_player import Player
from cnnkit.widgets.training.shown_pictures import make_album
from cnnkit.widgets.training.training_run import TrainingRun
from cnnkit.widgets.training.training_thread import stop_others


class TrainingLab(LabAtWork):
    """Watch a network learn: pause its training, change it, and rewind it.

    Play and pause, do one step or one epoch, change the learning rate, the optimiser, weight decay,
    dropout or the pictures meanwhile. Keep a run, and compare another one with it. Drag in the
    curves (or use the arrow keys there) to compare the kernels, maps and answers of any epoch with
    those of now, and continue from there.

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
    optimizer, lr, momentum, weight_decay, dropout, augment, batch_size, images
        May be set at any time. Another number of ``images`` starts the training over.
    epoch : int
        The past epoch that is compared with now; 0 is the start.
    play_epochs, speed, layer, picture
        How many epochs a press on Play trains, how fast; whose maps, for which picture.
    kernel_page, map_page, picture_page : int
        Which page of the kernels, of the maps and of the pictures is shown; from 0 on.
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
    weight_decay = Setting()
    dropout = Setting()
    augment = Setting()
    batch_size = Setting()
    images = Setting()
    play_epochs = Setting()
    speed = Setting()
    layer = Setting()
    picture = Setting()
    kernel_page = Setting()
    map_page = Setting()
    picture_page = Setting()

    def __init__(self, model=None, dataset=None, *, loss=None, optimizer="SGD", lr=0.05,
                 momentum=0.9, weight_decay=0.0, dropout=None, augment="off", batch_size=64,
                 images="all", seed=0, classes=None):  # fmt: skip
        if (model is None) != (dataset is None):
            missing = "dataset" if dataset is None else "model"
            raise TypeError(
                f"{missing} is missing; give both, TrainingLab(model, dataset), or neither for a "
                "small network and the digits"
            )
        stop_others()  # the one that trains may be training this very model
        self._given = given_to(model, dataset, loss, classes)
        if model is None:
            model = digits.untrained_network(rng=np.random.default_rng(2))
            dataset = load_digits()
        self.training = run = TrainingRun(
            model, dataset, loss=loss, optimizer=optimizer, lr=lr, momentum=momentum,
            weight_decay=weight_decay, dropout=dropout, augment=augment, batch_size=batch_size,
            images=images, seed=seed,
        )  # fmt: skip
        album = make_album(run, classes)
        self._kinds = layers_with_maps(run.network, album.images)
        self._frames = Frames(run, album)
        self._player = Player(run, self._pause_after_step, self.publish, self._stopped)
        settings = LabSettings.of(run.settings, self._kinds, self._frames.kernels, len(album))
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

    def recipe(self) -> ViewRecipe:
        """Return what recreates the view: the same training, step by step."""
        with self._player.gate():
            return lab_recipe.recipe_of(self, self._given, self._kept)

    # -- traits

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

    # -- what the board shows

    def compute(self) -> LabScene:
        """Return curves, kernels, maps and answers: now, and at the epoch compared with."""
        with self._player.gate():
            state = State.of(self._player, self._settings, self._patience, self._kept)
            return compose(state, self._frames, self._kinds)

    def _repr_mimebundle_(self, **kwargs):
        self._displayed = True
        return super()._repr_mimebundle_(**kwargs)

    def moments(self):
        """Go through the epochs; the pictures of now stay beside those of each."""
        with self._player.gate():
            state = State.of(self._player, self._settings, self._patience, self._kept)
            return moments_of(state, self._frames, self._kinds, self.cursor)

    def draw(self, scene, cursor, theme, known=None):
        """Return a figure of curves, kernels, maps and answers, now and at the other epoch."""
        return draw_lab(scene, theme)
