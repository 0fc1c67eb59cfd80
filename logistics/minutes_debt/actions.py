"""What is done to meetings, each verb in one transaction, with the history under the name of `by`."""

from django.db import transaction


@transaction.atomic
def account_for_minutes(*, of_body, by, minutes=None, reason_en="", reason_fr=""):
    """Say which minutes a body kept of a meeting, or why it kept none. Raises ValidationError for both, and for minutes of a body
    that did not meet."""
    of_body.minutes, of_body.no_minutes_reason_en, of_body.no_minutes_reason_fr = minutes, reason_en, reason_fr
    of_body.full_clean()
    of_body._history_user = of_body.meeting._history_user = by
    of_body.save()
    of_body.meeting.save()


@transaction.atomic
def account_for_communique(*, meeting, by, communique=None, reason_en="", reason_fr=""):
    """Say which communiqué came out of a meeting, or why there is none; raises ValidationError for both."""
    meeting.communique, meeting.no_communique_reason_en, meeting.no_communique_reason_fr = (
        communique,
        reason_en,
        reason_fr,
    )
    meeting.full_clean()
    meeting._history_user = by
    meeting.save()
