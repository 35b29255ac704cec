"""A made-up family for a first look, for screenshots and for tests. Nobody in it exists."""
