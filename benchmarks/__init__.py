"""How long flowc takes to compile, and how much memory, beside others on the same graphs."""
