"""cnnkit."""
