"""The administration of knowledge, a module per noun."""

from knowledge.admin import certificates, collection, documents, fraud, images, legislation, minutes, readings, reports

__all__ = [
    "certificates",
    "collection",
    "documents",
    "fraud",
    "images",
    "legislation",
    "minutes",
    "readings",
    "reports",
]
