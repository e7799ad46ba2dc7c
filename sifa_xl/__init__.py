"""sifa-xl: a county justice bureau's summary, every number of which knows its cell."""

__version__ = "0.1.0"
