"""The backward pass of the X/O network, followed to one kernel weight."""
