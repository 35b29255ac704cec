"""Measurements: ``python -m bench.years`` and ``python -m bench.pages``. Each makes a database of its own."""
