"""Predict before you look: questions, one committed answer, the view of both."""
