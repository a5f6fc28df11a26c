"""A message as people will see it."""
