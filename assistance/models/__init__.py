"""The records of assistance, noun by noun."""

from assistance.models.requests import AssistanceRequest

__all__ = ["AssistanceRequest"]
