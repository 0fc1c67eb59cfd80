"""The desk: what waits for the reader."""

from datetime import date, timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from asm_portal.areas import DeskItem, gather
from asm_portal.attention import attention
from asm_portal.dated import today
from asm_portal.focal_points import kept_by, unconfirmed
from asm_portal.invitations import officers_of, organisations_of_focal_point
from asm_portal.mfa import FACTORS
from asm_portal.models import Body, ContactEmail, FocalPoint, Organisation, Representation
from asm_portal.navigation import DESK, links
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of

RENEWAL_NOTICE = timedelta(days=30)


def account_items(user, organisations):
    """What waits for the reader because of their account: officers to renew, a second factor to set up."""
    ending = officers_of(organisations).filter(valid_until__lte=today() + RENEWAL_NOTICE).order_by("valid_until")
    for officer in ending.select_related("person"):
        yield DeskItem(
            title=_("Renew or remove the certificate officer %(person)s") % {"person": officer.person},
            url=reverse("officer-list"),
            due=officer.valid_until - timedelta(days=1),
        )
    if not is_mfa_enabled(user, FACTORS):
        yield DeskItem(
            title=_("Protect your account with a second factor"),
            url=reverse("mfa_index"),
            detail=_("An authenticator app or a passkey; it takes two minutes."),
            tone="info",
        )


def items_of_keepers(user):
    """What waits for those who look after an organisation's focal points: points to confirm, people whom no mail reaches."""
    kept = kept_by(user)
    count = unconfirmed(FocalPoint.objects.editable_by(user).filter(organisation__in=kept)).count()
    if count:
        words = ngettext(
            "One was not confirmed in the last six months.",
            "%(count)s were not confirmed in the last six months.",
            count,
        )
        yield DeskItem(
            title=_("Confirm your focal points"), url=reverse("focal-point-list"), detail=words % {"count": count}
        )
    held = Representation.objects.visible_to(user).valid_on().filter(organisation__in=kept)
    bounced = ContactEmail.objects.visible_to(user).filter(
        person__in=held.values("person"), is_primary=True, bounced_at__isnull=False
    )
    for email in bounced.select_related("person"):
        yield DeskItem(
            title=_("The address of %(person)s bounced") % {"person": email.person},
            url=reverse("about-contact"),
            detail=_("No mail reaches %(address)s. Tell the secretariat the address that works.")
            % {"address": email.address},
        )


def lists_to_work_from(user):
    """The lists of the administration that are not empty, for those who keep them."""
    for line in attention(user) if user.is_staff else ():
        yield DeskItem(title=line.title, url=line.url, detail=_("On the list: %(count)s") % {"count": line.count})


class DeskView(TemplateView):
    """What waits for me, my bodies, my organisations, my account."""

    template_name = "desk.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        standing, officers_for = standing_of(user), organisations_of_focal_point(user)
        items = [
            *gather("desk", user),
            *account_items(user, officers_for),
            *items_of_keepers(user),
            *lists_to_work_from(user),
        ]
        bodies = Body.objects.visible_to(user).filter(pk__in=standing.bodies)
        held = Representation.objects.valid_on(standing.day).filter(person=user.person_id)
        organisations = Organisation.objects.visible_to(user).filter(pk__in=held.values("organisation"))
        return super().get_context_data(
            title=_("My desk"),
            items=sorted(items, key=lambda item: item.due or date.max),
            bodies=sorted(bodies, key=lambda body: alphabetical(body.name)),
            led_bodies=standing.led_bodies,
            today=standing.day,
            organisations=sorted(organisations.with_names(), key=lambda row: alphabetical(row.name)),
            communications=links(DESK, user, self.request.path),
            is_focal_point=bool(officers_for),
            **kwargs,
        )
