"""Pages of this room: is it live, what did we decide, what did the care team say, and what was given at home."""
