"""Any network as a board: an overview of all layers, and one map in detail."""
