"""What may be done with people: first run, members, keys, the roster."""
