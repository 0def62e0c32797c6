"""The report of a result file as one HTML page."""

from .page import report

__all__ = ["report"]
