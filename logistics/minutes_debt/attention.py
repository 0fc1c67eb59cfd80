"""The lists of meetings that the secretariat works from."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from asm_portal.attention import WorkList
from logistics.models import Account, Meeting, MeetingBody


def in_debt(rows):
    """Meetings that owe minutes or a communiqué."""
    minutes = MeetingBody.objects.owing_minutes().filter(account=Account.OWED)
    communiques = Meeting.objects.owing_a_communique().filter(account=Account.OWED)
    return rows.filter(Q(pk__in=minutes.values("meeting")) | Q(pk__in=communiques.values("pk")))


class DebtList(WorkList):
    """A list that is worked from on the page of the minutes debt."""

    @property
    def url(self):
        return reverse("logistics:minutes-debt") + f"?state={self.code}"


LISTS = (DebtList(Account.OWED, _("Meetings that owe minutes or a communiqué"), Meeting, in_debt, "end_date"),)
