"""The TrainingLab: a network in training as a board, and the thread that trains it."""
