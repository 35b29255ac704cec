"""A storm over a whole Tend of real processes, and a judge who compares its rows with what really arrived.

Small in ``tests/concurrency/test_chaos.py``, large in ``bench/chaos.py``.
"""
