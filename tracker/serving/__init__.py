"""What ``manage.py serve`` is made of: the processes of a one-machine Tend, and what it does before it starts them."""


class CannotServe(Exception):
    """Why Tend cannot start here, as one clear line for the person at the keyboard."""
