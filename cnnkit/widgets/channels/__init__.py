"""One kernel over the three channels of a colour image."""
