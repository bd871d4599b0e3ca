"""Files: those that are shipped with cnnkit, atomic writing, and locks between processes."""

from cnnkit.files.shipped import checksums, data_path, installed, root, stored_arrays
