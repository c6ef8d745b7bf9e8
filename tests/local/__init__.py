"""The local scheduler: `flowc run`, `flowc resume`, and the parts they are made of."""
