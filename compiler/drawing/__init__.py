"""Flows as pictures: a tree of text, Mermaid, Graphviz, SVG, JSON; pure functions."""
