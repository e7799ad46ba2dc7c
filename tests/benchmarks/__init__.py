"""Benchmarks: ratios measured in one run, never a timed assert.  ``python -m tests.benchmarks``."""
