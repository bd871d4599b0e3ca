"""Dataset containers: images or numbers, and their classes."""

import functools
from typing import NamedTuple

import numpy as np

__all__ = ["Dataset", "Forms", "Pictures", "Table"]


def _other_name(self, name):
    """Say which arrays a container has, where another one's name is used."""
    if name.startswith("_"):
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
    raise AttributeError(
        f"{type(self).__name__} has no attribute {name!r}; use one of {', '.join(self._fields)}"
    )


class Dataset(NamedTuple):
    """Images and their classes, in a training set and a test set.

    Attributes
    ----------
    train_images : numpy.ndarray
        Shape (N, C, H, W), float32.
    train_targets : numpy.ndarray
        Shape (N,), int64: the class of each training picture, counted from 0.
    test_images, test_targets : numpy.ndarray
        The same for the pictures to test on.
    """

    train_images: np.ndarray
    train_targets: np.ndarray
    test_images: np.ndarray
    test_targets: np.ndarray


class Pictures(NamedTuple):
    """Pictures and their classes.

    Attributes
    ----------
    images : numpy.ndarray
        Shape (N, C, H, W), float32.
    targets : numpy.ndarray
        Shape (N,), int64: the class of each picture, counted from 0.
    classes : tuple of str
        The names of the classes.
    """

    images: np.ndarray
    targets: np.ndarray
    classes: tuple[str, ...]


class Forms(NamedTuple):
    """Pictures, their classes, and the form that each was written on.

    Attributes
    ----------
    images : numpy.ndarray
        Shape (N, C, H, W), float32.
    targets : numpy.ndarray
        Shape (N,), int64: the class of each picture, counted from 0.
    forms : numpy.ndarray
        Shape (N,), int64: the form, filled in by one hand, counted from 0.
    classes : tuple of str
        The names of the classes.
    """

    images: np.ndarray
    targets: np.ndarray
    forms: np.ndarray
    classes: tuple[str, ...]


class Table(NamedTuple):
    """Measurements of things that belong to classes, one thing per row.

    Attributes
    ----------
    values : numpy.ndarray
        Shape (N, columns), float32, each column in its own unit.
    targets : numpy.ndarray
        Shape (N,), int64: the class of each row, counted from 0.
    columns : tuple of str
        What each column measures.
    """

    values: np.ndarray
    targets: np.ndarray
    columns: tuple[str, ...]


def _by_place(self, place):
    """Say which arrays a container has, where one is asked for by name."""
    if isinstance(place, str):
        known = place if place in self._fields else self._fields[0]
        raise TypeError(
            f"{type(self).__name__} has no key {place!r}; write data.{known}, or one of "
            f"{', '.join(self._fields)}"
        )
    return tuple.__getitem__(self, place)


def _made_by_hand(kind, make):
    @functools.wraps(make)
    def made(cls, *args, **kwargs):
        try:
            return make(cls, *args, **kwargs)
        except TypeError:
            fields = ", ".join(kind._fields)
            raise TypeError(
                f"{kind.__name__} was given {len(args) + len(kwargs)} of its {len(kind._fields)} "
                f"arrays; write {kind.__name__}({fields})"
            ) from None

    return made


for _kind in (Dataset, Forms, Pictures, Table):
    _kind.__getattr__, _kind.__getitem__ = _other_name, _by_place
    _kind.__new__ = _made_by_hand(_kind, _kind.__new__)
