"""Keeps a store in order: says what is damaged in it, and removes what nobody needs."""
