"""What decisions are about, in words."""

from django.utils.translation import gettext_lazy as _

TOPICS = {
    "administrative_support": _("administrative support"),
    "artisanal_alluvial": _("artisanal and alluvial production"),
    "best_practice": _("best practice"),
    "certificates": _("certificates"),
    "chairmanship": _("chairmanship"),
    "confidentiality": _("confidentiality"),
    "country_measure": _("measures concerning one Participant"),
    "enforcement": _("enforcement"),
    "external_relations": _("external relations"),
    "internal_controls": _("internal controls"),
    "non_compliance": _("non-compliance"),
    "participation": _("participation"),
    "peer_review": _("peer review"),
    "review_reform": _("review and reform"),
    "rules": _("rules of procedure"),
    "statistics": _("statistics"),
    "technical": _("technical rules"),
}


def topic_name(topic):
    return TOPICS.get(topic, topic.replace("_", " "))
