"""Family pages: the first day, members, invitations, profiles and settings."""
