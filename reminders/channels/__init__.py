"""Ways to tell a person: one folder each, the same files in each."""
