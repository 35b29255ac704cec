"""Vaccines: is it live, and what did we decide? Says what a vaccine is, never whether a child may have it."""
