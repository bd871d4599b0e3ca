"""Bad input, a table for each room of the package.

A case is a name and what belongs to it: a call with something wrong, which takes the
`given.surroundings`; the error that it raises; words that the error's sentence holds.
"""

from . import (
    at_hand,
    attributes,
    beginners,
    boards,
    data,
    examples,
    functional,
    gradcheck,
    initialisers,
    interop,
    layers,
    losses,
    matching,
    model,
    naive,
    optim,
    other_habits,
    plots,
    scenes,
    shapes,
    train,
)

ROOMS = (
    shapes,
    naive,
    functional,
    initialisers,
    layers,
    losses,
    model,
    interop,
    optim,
    train,
    gradcheck,
    attributes,
    matching,
    examples,
    data,
    plots,
    scenes,
    boards,
    beginners,
    at_hand,
    other_habits,
)
CASES = {name: case for room in ROOMS for name, case in room.CASES.items()}
