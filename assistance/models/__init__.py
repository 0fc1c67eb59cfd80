"""The records of assistance, noun by noun."""

from assistance.models.analysis import (
    Analysis,
    Assessment,
    Clarification,
    ClarificationAnswer,
    Merge,
    RequestNote,
)
from assistance.models.offers import Offer, OfferContact, OfferPlace, Provider
from assistance.models.outcomes import Contest, Delivery, HelpQuestion, Outcome
from assistance.models.referrals import Referral
from assistance.models.requests import AssistanceRequest, Beneficiary
from assistance.models.results import Result, ResultConsent
from assistance.models.workshop_parts import (
    WorkshopAudience,
    WorkshopFigure,
    WorkshopItem,
    WorkshopMaterial,
    WorkshopPart,
    WorkshopPoint,
)
from assistance.models.workshops import Workshop, WorkshopBeneficiary, WorkshopText

__all__ = [
    "Analysis",
    "Assessment",
    "AssistanceRequest",
    "Beneficiary",
    "Clarification",
    "ClarificationAnswer",
    "Contest",
    "Delivery",
    "HelpQuestion",
    "Merge",
    "Offer",
    "OfferContact",
    "OfferPlace",
    "Outcome",
    "Provider",
    "Referral",
    "RequestNote",
    "Result",
    "ResultConsent",
    "Workshop",
    "WorkshopAudience",
    "WorkshopBeneficiary",
    "WorkshopFigure",
    "WorkshopItem",
    "WorkshopMaterial",
    "WorkshopPart",
    "WorkshopPoint",
    "WorkshopText",
]
