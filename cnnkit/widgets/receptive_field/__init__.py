"""Stacked windows, and what a cell behind them sees of the picture."""
