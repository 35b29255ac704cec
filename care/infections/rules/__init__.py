"""What is decided about infections without a database or a clock: dates, temperatures, places, signs."""
