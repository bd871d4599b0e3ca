"""An error walked down: on one weight, on two, and by two losses side by side."""
