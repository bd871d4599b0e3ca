"""A digit drawn by hand, and a network that reads it."""
