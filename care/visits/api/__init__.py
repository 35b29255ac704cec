"""This room's resources."""

from care.visits.api import shares, visits

ROUTES = [*visits.ROUTES, *shares.ROUTES]

__all__ = ["ROUTES"]
