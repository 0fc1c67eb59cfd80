"""The administration of assistance, a module per noun."""

from assistance.admin import requests

__all__ = ["requests"]
