"""Findings as text: for people, for editors, for machines; pure functions over a `Report`."""
