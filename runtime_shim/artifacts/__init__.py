"""How values become bytes in the store and values again."""
