"""The intermediate representation: a tree of closed blocks, and what is computed from it."""
