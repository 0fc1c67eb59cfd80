"""Structured data (schema.org, as JSON-LD): what a public page says, for machines that do not read pages.

    context["structured"] = data_block("Report", name=document.title, url=address)

The page shows it to readers without an account only (`includes/for_machines.html`). A script element of this type is a data
block: no browser runs it, so that the policy of the site, which allows no script within a page, has nothing to refuse.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder

# What could end the element, or begin another one, in it.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


class DataBlock(str):
    """JSON in which nothing ends the element around it: templates print it as it stands."""

    __slots__ = ()

    def __html__(self):
        return self


def thing(kind, **facts):
    """A thing of a schema.org type; what is not known is left out."""
    return {"@type": kind} | {name: value for name, value in facts.items() if value}


def data_block(kind, **facts):
    """A thing as the data block of a page."""
    told = {"@context": "https://schema.org"} | thing(kind, **facts)
    return DataBlock(json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder).translate(ESCAPES))
