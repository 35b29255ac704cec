"""Sourced facts as data files, and their loaders. Standard library only: any room may read them, and so may a script.

Each module holds one kind of fact; ``validate.problems()`` says what is wrong with the files.
"""
