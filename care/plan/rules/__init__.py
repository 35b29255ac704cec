"""What the red-flag rules say: pure functions, values in, verdict out."""
