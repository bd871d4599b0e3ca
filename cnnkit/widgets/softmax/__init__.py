"""Scores turned into probabilities by softmax, and the cross-entropy loss."""
