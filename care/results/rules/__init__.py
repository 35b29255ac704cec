"""Rules of results as reported. Pure functions: nothing is computed from a value, judged or converted."""
