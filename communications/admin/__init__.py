"""Registers of communications in the administration, noun by noun."""

from communications.admin import (
    acknowledgements,
    communiques,
    discussions,
    enquiries,
    inbound,
    notices,
    pages,
    procedures,
    subscriptions,
)

__all__ = [
    "acknowledgements",
    "communiques",
    "discussions",
    "enquiries",
    "inbound",
    "notices",
    "pages",
    "procedures",
    "subscriptions",
]
