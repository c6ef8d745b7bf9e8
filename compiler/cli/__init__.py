"""The command line: the only part that reads argv and environment, prints and writes."""
