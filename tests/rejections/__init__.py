"""Bad input, a table for each room of the package.

A case is a name and what belongs to it: a call with something wrong, which takes the
`given.surroundings`; the error that it raises; words that the error's sentence holds.
"""

from . import data, functional, gradcheck, layers, losses, model, plots, training

ROOMS = (functional, losses, layers, model, training, gradcheck, data, plots)
CASES = {name: case for room in ROOMS for name, case in room.CASES.items()}
