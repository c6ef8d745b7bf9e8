"""Comparisons of flows, and how they are printed."""
