"""What acknowledgements add to the page of a notice and to the desk."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from asm_portal.areas import DeskItem, Panel
from asm_portal.visibility import standing_of
from communications.acknowledgements.answering import asked_of, own_answers, waiting_for
from communications.acknowledgements.showing import bars
from communications.acknowledgements.standing import progress, progress_of
from communications.acknowledgements.times import Step, pursued, step_at

NAMED = 5


def follows(reader):
    """Whether the reader follows what becomes of a notice: the secretariat and the Chair's office."""
    standing = standing_of(reader)
    return standing.secretariat or standing.chair


def on_notice(notice, reader):
    """For a representative: whether their organisation has acknowledged, and the button. For who follows it: how far it is."""
    if not notice.is_out:
        return []
    panels = []
    if organisations := asked_of(notice, standing_of(reader).organisations):
        answers = own_answers(notice, organisations)
        panels.append(Panel("communications/acknowledgements/own_panel.html", {"answers": answers}, is_aside=True))
    if follows(reader):
        found = progress(notice)
        context = {"progress": found, "bars": bars(found)}
        panels.append(Panel("communications/acknowledgements/progress_panel.html", context))
    return panels


def desk(reader):
    """What the reader has yet to acknowledge and, for who follows notices, who is silent."""
    items = [own(notice, organisations) for notice, organisations in waiting_for(reader).items()]
    return [*items, *followed(reader)] if follows(reader) else items


def own(notice, organisations):
    return DeskItem(
        title=_("Acknowledge: %(notice)s") % {"notice": notice},
        url=reverse("communications:notice-acknowledge", args=[notice.reference]),
        detail=", ".join(organisation.name for organisation in organisations),
        due=notice.confirm_by.date(),
    )


def followed(reader):
    """A line for each notice that is pursued and to which somebody has not answered."""
    now = standing_of(reader).moment
    notices = list(pursued(now).visible_to(reader).prefetch_related("texts").order_by("confirm_by", "pk"))
    for found in progress_of(notices).values() if notices else ():
        if found.silent:
            yield line(found, now)


def line(found, now):
    """“9 not acknowledged, 4 to call”; from the Chair's step on with the names of those who are still silent."""
    silent, to_call = len(found.silent), len(found.to_call(now))
    title = ngettext("%(count)s not acknowledged", "%(count)s not acknowledged", silent) % {"count": silent}
    if to_call:
        title += ngettext(", %(count)s to call", ", %(count)s to call", to_call) % {"count": to_call}
    detail = str(found.notice)
    if step_at(found.notice, now) == Step.CHAIR:
        names = [row.organisation.name for row in found.silent]
        detail = _("%(notice)s. Silent after every reminder: %(names)s") % {
            "notice": found.notice,
            "names": ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else ""),
        }
    url = reverse("communications:notice-calls", args=[found.notice.reference])
    return DeskItem(title, url, detail, due=found.notice.confirm_by.date())
