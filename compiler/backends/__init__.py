"""Backends: one folder for each target that flows are lowered to."""
