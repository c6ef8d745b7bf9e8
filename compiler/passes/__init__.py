"""Checks and rewrites over the IR, one file each."""
