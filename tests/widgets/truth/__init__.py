"""Whether what explorers show is true: every number recomputed from the panels' own arrays."""
