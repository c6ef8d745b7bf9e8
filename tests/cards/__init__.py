"""Tests of cards: their components, the files they become, and how these are found again."""
