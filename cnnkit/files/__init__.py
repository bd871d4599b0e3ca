"""Files: those that travel with cnnkit, and writing one whole or not at all."""

from cnnkit.files.shipped import checksums, data_path, installed, root, stored_arrays
