"""What specimens and signatories ask for: of the second person, of focal points in time before an end, of the secretariat."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from asm_portal.areas import DeskItem, Panel
from asm_portal.attention import WorkList
from asm_portal.dated import today
from asm_portal.invitations import organisations_of_focal_point
from asm_portal.models import Delivery, Organisation, Person
from asm_portal.post import link, post
from asm_portal.visibility import standing_of
from knowledge.certificates.steps import participants_kept_by
from knowledge.models import AuthorisedSignatory, CertificateSpecimen, Proposed

State = Proposed.State
# Days before the end of a signature on which its Participant is asked, the first one first.
STEPS = (60, 14)
ONE_DAY = timedelta(days=1)


def ending(rows, day):
    """Published signatures of tracked Participants that end soon and that nothing follows, published or on its way."""
    followed = AuthorisedSignatory.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until")),
        authority=OuterRef("authority"),
        name=OuterRef("name"),
        revoked_on=None,
    ).exclude(state=State.RETURNED)
    return rows.published().filter(
        ~Exists(followed),
        revoked_on=None,
        participant__tracked_from__lte=day,
        valid_until__gt=day,
        valid_until__lte=day + timedelta(days=STEPS[0]),
    )


def confirmed(rows):
    return rows.filter(state=State.CONFIRMED)


def without_picture(rows):
    """Published specimens that are known but of which the archive holds no picture."""
    return rows.published().filter(images=None)


LISTS = (
    WorkList("confirmed", gettext_lazy("Signatories to publish"), AuthorisedSignatory, confirmed, "confirmed_at"),
    WorkList("confirmed", gettext_lazy("Specimens to publish"), CertificateSpecimen, confirmed, "confirmed_at"),
    WorkList(
        "revoked",
        gettext_lazy("Revoked signatures that the Participants were not told of"),
        AuthorisedSignatory,
        lambda rows: rows.untold().filter(revoked_on__isnull=False),
        "revoked_on",
        "bad",
    ),
    WorkList(
        "ending",
        gettext_lazy("Signatures that end soon"),
        AuthorisedSignatory,
        lambda rows: ending(rows, today()),
    ),
    WorkList(
        "not-held",
        gettext_lazy("Specimens known but not held"),
        CertificateSpecimen,
        without_picture,
        "valid_from",
    ),
)


def desk(user):
    """What waits for the reader."""
    own = Organisation.objects.participants().filter(pk__in=standing_of(user).organisations)
    items = [*to_confirm(user, own), *to_correct_or_renew(user, organisations_of_focal_point(user))]
    return [*items, *to_tell(user)] if standing_of(user).secretariat else items


def to_confirm(user, participants):
    """Proposals of others of one's own organisation."""
    for model in (AuthorisedSignatory, CertificateSpecimen):
        rows = model.objects.visible_to(user).of(participants).filter(state=State.PROPOSED).exclude(proposed_by=user)
        for record in rows:
            yield DeskItem(
                title=_("Confirm: %(record)s") % {"record": record},
                url=record.get_absolute_url(),
                detail=_("Somebody of your organisation has proposed it; a second person must confirm it."),
            )


def to_correct_or_renew(user, participants):
    """What came back, and signatures that end."""
    for model in (AuthorisedSignatory, CertificateSpecimen):
        for record in model.objects.visible_to(user).of(participants).filter(state=State.RETURNED):
            title = _("Returned: %(record)s") % {"record": record}
            yield DeskItem(title=title, url=record.get_absolute_url(), detail=record.remark, tone="bad")
    for signatory in ending(AuthorisedSignatory.objects.visible_to(user).of(participants), today()):
        yield DeskItem(
            title=_("A signature ends: %(signatory)s") % {"signatory": signatory},
            url=signatory.get_absolute_url(),
            detail=_("Propose a further term, or who signs instead."),
            due=signatory.valid_until - ONE_DAY,
        )


def to_tell(user):
    """Participants whose changes of signatures the others were not told of."""
    untold = AuthorisedSignatory.objects.visible_to(user).untold()
    for participant in Organisation.objects.filter(pk__in=untold.values("participant")).with_names():
        count = untold.filter(participant=participant).count()
        yield DeskItem(
            title=_("Tell the Participants: change of signatures of %(participant)s") % {"participant": participant},
            url=reverse("knowledge:upkeep", args=[participant.code]),
            detail=ngettext("%(count)s change", "%(count)s changes", count) % {"count": count},
        )


def due(now):
    """Ask the focal points about signatures that end: once for each step, which the post office sees to."""
    day = now.date()
    for signatory in ending(AuthorisedSignatory.objects.select_related("participant", "authority"), day):
        left = (signatory.valid_until - day).days
        step = min(step for step in STEPS if left <= step)
        ask(signatory, f"signatory:{signatory.pk}:{signatory.valid_until}:{step}")


def ask(signatory, key):
    """Mail to the focal points who were not written to under this key."""
    asked = Delivery.objects.filter(key=key).values("person")
    held = signatory.participant.representations.valid_on().filter(is_focal_point=True)
    for person in Person.objects.filter(pk__in=held.values("person")).exclude(pk__in=asked):
        context = {
            "signatory": signatory,
            "last_day": signatory.valid_until - ONE_DAY,
            "url": link(person, "knowledge:signatory", signatory.key),
        }
        post(key, person, "signature_ends", context)


def on_organisation(organisation, user):
    """To those who keep them, the way to the specimens and signatories of the Participant."""
    if not participants_kept_by(user).filter(pk=organisation.pk).exists():
        return []
    return [Panel("knowledge/certificates/panel.html", {"organisation": organisation}, is_aside=True)]
