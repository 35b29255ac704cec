"""Reminders inside Tend: the quiet list, for whoever wants no mail and no push."""
