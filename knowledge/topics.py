"""What decisions are about, in words."""

from django.utils.translation import gettext_lazy as _

TOPICS = {
    "administrative-support": _("administrative support"),
    "artisanal-alluvial": _("artisanal and alluvial production"),
    "best-practice": _("best practice"),
    "certificates": _("certificates"),
    "chairmanship": _("chairmanship"),
    "confidentiality": _("confidentiality"),
    "enforcement": _("enforcement"),
    "external-relations": _("external relations"),
    "internal-controls": _("internal controls"),
    "measures": _("measures concerning one Participant"),
    "non-compliance": _("non-compliance"),
    "participation": _("participation"),
    "peer-review": _("peer review"),
    "review-reform": _("review and reform"),
    "rules": _("rules of procedure"),
    "statistics": _("statistics"),
    "technical": _("technical rules"),
}


def topic_name(topic):
    return TOPICS.get(topic, topic.replace("-", " "))
