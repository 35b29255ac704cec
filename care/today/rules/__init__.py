"""What the screens of days may say and draw. Pure functions."""
