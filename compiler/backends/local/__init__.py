"""The target that runs at once: the scheduler behind `flowc run`, on this machine."""
