"""Pages of routines, exposures and their lists. Each view is one call down."""
