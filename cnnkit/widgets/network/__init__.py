"""Any network as a board: its overview, and one map open in detail."""
