"""The administration of assistance, a module per noun."""

from assistance.admin import analysis, offers, outcomes, referrals, requests, workshops

__all__ = ["analysis", "offers", "outcomes", "referrals", "requests", "workshops"]
