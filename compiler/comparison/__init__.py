"""Comparing two versions of a flow by what they mean."""
