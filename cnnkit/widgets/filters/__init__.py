"""A filter over an image: its map, the activation behind it, and pooling."""
