"""Gradient descent on one weight, on two weights, and with two losses side by side."""
