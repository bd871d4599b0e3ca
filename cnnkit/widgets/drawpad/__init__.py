"""Draw a digit by hand, and see what a network makes of it."""
