"""The search service of a news archive."""

__version__ = "0.1.0"
