"""flowc's benchmarks."""
