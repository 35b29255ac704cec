"""When a dose is due, what was recorded of it, and what may be counted. Pure functions, no dose arithmetic."""
