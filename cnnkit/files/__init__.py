"""Files that are shipped, formats of weights, atomic writing, locks; printing, and tables."""

from cnnkit.files.shipped import checksums, data_path, installed, root, stored_arrays
