"""What flow authors import."""
