"""The private addresses of readers' calendar feeds: an address is made, shown once, used, and closed."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.invitations import hash_of
from asm_portal.models import User
from asm_portal.post import link
from logistics.models import CalendarToken

# Of one account.
MOST = 10


@transaction.atomic
def make_address(*, label, only_mine, by):
    """A new address in the person's own language; it can be told this once only. Raises ValidationError where the account has as
    many as it may."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if user.calendar_tokens.count() >= MOST:
        raise ValidationError(
            _("You have %(most)s addresses; no more are possible. Close one first."), params={"most": MOST}
        )
    token = secrets.token_urlsafe(32)
    CalendarToken.objects.create(user=user, label=label, only_mine=only_mine, token_hash=hash_of(token))
    return link(user.person, "logistics:calendar-own-feed", token)


def address_of(token):
    """The address that bears the token, None where it is closed or the account is; used today."""
    found = CalendarToken.objects.select_related("user__person").filter(token_hash=hash_of(token)).first()
    if found is None or not found.user.is_active:
        return None
    if found.last_used_on != today():
        found.last_used_on = today()
        found.save(update_fields=["last_used_on"])
    return found
