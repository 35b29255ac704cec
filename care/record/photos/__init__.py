"""Photos that hang on entries: taken in, cleaned of what a camera writes into them, shown, compared, taken back."""
