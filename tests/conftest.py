"""Settings that the tests share."""

import matplotlib

matplotlib.use("agg")  # draw into memory, also on a machine that has a screen
