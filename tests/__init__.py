"""flowc's tests."""
