"""The networks that the lessons carry along: the X and O network, and the digits network."""
