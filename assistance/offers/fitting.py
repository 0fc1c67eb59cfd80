"""Which offers fit a request: in kind, level, language and place."""

from assistance.models import Offer


def fitting(request, reader):
    """The offers that stand, that the reader may know of and that fit the request; those that cover most of its kinds first."""
    kinds, places = set(request.kinds), places_of(request)
    found = [
        (len(kinds.intersection(offer.kinds)), offer)
        for offer in Offer.objects.visible_to(reader).current().for_display()
        if fits(offer, request, kinds, places)
    ]
    return [offer for _shared, offer in sorted(found, key=lambda pair: (-pair[0], pair[1].title))]


def places_of(request):
    """Primary keys of those for whom it is asked: the beneficiaries, or who asks where none is named."""
    named = {row.organisation_id for row in request.beneficiaries.all()}
    return named or {request.organisation_id} - {None}


def fits(offer, request, kinds, places):
    held_at = {place.organisation_id for place in offer.places.all()}
    return (
        bool(kinds.intersection(offer.kinds))
        and (not request.level or offer.level in (Offer.Level.BOTH, request.level))
        and request.language in offer.languages
        and (not held_at or bool(held_at & places))
    )
