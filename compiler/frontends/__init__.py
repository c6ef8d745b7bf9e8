"""Frontends: one folder for each language that flows are written in."""
