"""The progress of a notice as bars and as a sheet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communications.acknowledgements.standing import State
from logistics.matrix.table import bar

UNDER_WAY = (State.QUEUED, State.SENDING)
TO_LOOK_AT = (State.FAILED, State.BOUNCED, State.UNCERTAIN)


@dataclass(frozen=True)
class Bar:
    """How far something has come: its parts (tone, start, length), and the same in words."""

    label: str
    parts: list
    words: str


def bars(progress):
    """The mails and, where the notice asks for them, the acknowledgements."""
    states, mails = progress.states, len(progress.mails)
    sent = states[State.SENT]
    under_way, to_look_at = sum(states[state] for state in UNDER_WAY), sum(states[state] for state in TO_LOOK_AT)
    counts = (("ok", sent), ("warn", under_way), ("bad", to_look_at), ("mute", mails - sent - under_way - to_look_at))
    words = ngettext("%(sent)s of %(all)s sent", "%(sent)s of %(all)s sent", mails) % {"sent": sent, "all": mails}
    found = [Bar(_("Mails"), bar(counts), words)] if mails else []
    if progress.notice.confirm_by and progress.answers:
        found.append(acknowledged(progress))
    return found


def acknowledged(progress):
    in_time, late, everybody = len(progress.in_time), len(progress.late), len(progress.answers)
    counts = (("ok", in_time), ("warn", late), ("mute", everybody - in_time - late))
    words = _("%(answered)s of %(all)s acknowledged") % {"answered": in_time + late, "all": everybody}
    if late:
        words += ngettext(", %(count)s of them late", ", %(count)s of them late", late) % {"count": late}
    return Bar(_("Organisations"), bar(counts), words)


def sheet_rows(progress):
    """The head, and a row for each organisation and person."""
    yield [
        _("Organisation"), _("Code"), _("Person"), _("Mail"), _("Address"), _("Mail sent at (UTC)"), _("Reached otherwise"),
        _("Acknowledged at (UTC)"), _("Who acknowledged"), _("Channel"), _("Late"), _("Last call at (UTC)"),
        _("What came of it"),
    ]  # fmt: skip
    for row in progress.answers:
        for told in row.people:
            yield [row.organisation, row.organisation.code, told.person, *mail_cells(told), *answer_cells(row)]


def mail_cells(told):
    mail = told.mail
    otherwise = ", ".join(delivery.get_channel_display() for delivery in told.otherwise)
    if mail is None:
        return ["", "", "", otherwise]
    return [mail.get_state_display(), mail.address, moment(mail.sent_at), otherwise]


def answer_cells(row):
    answer, call = row.acknowledgement, row.last_call
    found = [""] * 4
    if answer:
        found = [moment(answer.at), answer.person, answer.get_channel_display(), _("yes") if answer.is_late else ""]
    return [*found, *([moment(call.at), call.get_outcome_display()] if call else ["", ""])]


def moment(instant):
    """An instant as a spreadsheet sorts it."""
    return f"{instant:%Y-%m-%d %H:%M}" if instant else ""
