"""Receptive fields: how much of the image a cell behind several layers sees."""
