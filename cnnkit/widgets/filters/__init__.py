"""A filter slid over a picture, its map rectified, and pooled."""
