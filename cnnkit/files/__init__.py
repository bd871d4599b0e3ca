"""Files: what is shipped with cnnkit, atomic writing, locks; and what is printed, as tables."""

from cnnkit.files.shipped import checksums, data_path, installed, root, stored_arrays
