"""A notice on its way: resolved to people when it is sent, one mail to each of them.

The task can end at any point and be run again, also by two workers at once: a person is claimed by a NoticeAddressee and a
Delivery in one transaction, both of them unique. Whoever is no longer addressed when their mail leaves gets none.
"""

from django.db import transaction

from asm_portal.background import task
from asm_portal.dated import today
from asm_portal.post import post_when_due
from communications.models import Notice, NoticeAddressee
from communications.notices.recipients import resolve

PREFIX = "notice:"


def key_of(notice):
    """The key of the mails of a notice."""
    return f"{PREFIX}{notice.pk}"


@task
def distribute(notice_id):
    """Write to everybody to whom the notice goes today, whoever was not written to yet; then it is sent."""
    notice = Notice.objects.filter(pk=notice_id, state=Notice.State.SENDING).first()
    if notice is None:
        return
    claimed = set(notice.addressees.values_list("person", "organisation"))
    for addressed in resolve(notice, today()):
        if (addressed.person.pk, addressed.organisation.pk) not in claimed:
            claim(notice, addressed)
    finish(notice)


@transaction.atomic
def claim(notice, addressed):
    """Put the mail to somebody into the post, and write down that it went to them."""
    NoticeAddressee.objects.get_or_create(
        notice=notice,
        person=addressed.person,
        organisation=addressed.organisation,
        defaults={"recipient": addressed.recipients[0]},
    )
    post_when_due(key_of(notice), addressed.person)


@transaction.atomic
def finish(notice):
    """Everybody has a Delivery."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.state == Notice.State.SENDING:
        notice.state = Notice.State.SENT
        notice.save()
