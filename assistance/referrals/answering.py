"""The answers that a body can give: one small form each, on the page of the referral and on that behind the link of the mail."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from assistance.models import Referral
from assistance.offers.fitting import fitting
from assistance.referrals import actions
from assistance.referrals.forms import AcceptForm, DeclineForm, PassOnForm, ProviderForm
from logistics.visits.pages import refuse

ACCEPT, DECLINE, PASS_ON, PROVIDER = "accept", "decline", "pass-on", "provider"


@dataclass(frozen=True)
class Answer:
    """An answer with its form; the others open when one wants them."""

    code: str
    title: str
    button: str
    form: forms.Form
    is_open: bool = False
    tone: str = ""


def all_answers(referral, reader, data, pressed):
    """The answers to what waits; the one whose button was pressed holds what was typed. Without a reader, by the link of a mail,
    nothing of the register of offers is shown."""
    offers = fitting(referral.request, reader) if reader else ()

    def form(code, kind, **kwargs):
        return kind(data if code == pressed else None, auto_id=f"id_{code}_%s", **kwargs)

    return [
        Answer(ACCEPT, _("Accept"), _("Accept"), form(ACCEPT, AcceptForm, offers=offers), is_open=True),
        Answer(DECLINE, _("Decline"), _("Decline"), form(DECLINE, DeclineForm), pressed == DECLINE, "danger"),
        Answer(
            PASS_ON, _("Pass on to another body"), _("Pass on"), form(PASS_ON, PassOnForm, referral=referral),
            pressed == PASS_ON, "alt",
        ),
    ]  # fmt: skip


def answers(referral, reader=None):
    """The answers that can be given now."""
    waits = referral.is_pending and referral.request.is_open
    return all_answers(referral, reader, None, None) if waits else []


def pressed_answer(referral, data, reader=None):
    """The answer whose button was pressed, with what was typed; it can be refused. 404 for what is no answer."""
    pressed = data.get("answer")
    found = [answer for answer in all_answers(referral, reader, data, pressed) if answer.code == pressed]
    if not found:
        raise Http404
    return found[0]


def provider_answer(referral, reader, data=None):
    """The form by which the provider of an accepted referral is named or changed."""
    initial = {"provider": referral.provider, "offer": referral.offer_id}
    form = ProviderForm(data, auto_id=f"id_{PROVIDER}_%s", initial=initial, offers=fitting(referral.request, reader))
    is_named = bool(referral.provider or referral.offer_id)
    title = _("Change the provider") if is_named else _("Name the provider")
    return Answer(PROVIDER, title, _("Save"), form, is_open=not is_named)


def given(answer, referral, **who):
    """Do what the form of the answer says; False where it was refused, which the form says at its fields."""
    if not answer.form.is_valid():
        return False
    verb = VERBS[answer.code]
    try:
        verb(referral=referral, **who, **answer.form.cleaned_data)
    except ValidationError as refusal:
        refuse(answer.form, refusal)
        if referral.is_pending and not Referral.objects.get(pk=referral.pk).is_pending:
            answer.form.add_error(None, _("What you wrote is still here for you to copy."))
        return False
    return True


VERBS = {
    ACCEPT: actions.accept,
    DECLINE: actions.decline,
    PASS_ON: actions.pass_on,
    PROVIDER: actions.choose_provider,
}
