"""What the clock asks of public texts: releases at their time, exactly once, and an alarm where one did not appear."""

from datetime import timedelta

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communications.communiques import mail
from communications.communiques.release import let_out, locked
from communications.models.public_texts import PublicText, Stage

LATE_AFTER = timedelta(minutes=5)


def kinds():
    """The models of public texts."""
    return [model for model in apps.get_app_config("communications").get_models() if issubclass(model, PublicText)]


def due(now):
    """Let out whose time has come; where one does not appear, tell the secretariat once."""
    for model in kinds():
        for text in model.objects.filter(stage=Stage.SCHEDULED, release_at__lte=now).order_by("release_at", "pk"):
            release_at_its_time(text, now)
        for text in late(model.objects.all(), now):
            mail.tell_late(text)


def release_at_its_time(text, now):
    """Let the text out, unless another worker has, or its approval does not hold: then it stays, and is late."""
    try:
        with transaction.atomic():
            text = locked(text)
            if text.stage == Stage.SCHEDULED and text.release_at <= now:
                let_out(text, by=None)
    except ValidationError:
        return


def late(rows, now=None):
    """Those whose time passed some minutes ago without them."""
    return rows.filter(stage=Stage.SCHEDULED, release_at__lte=(now or timezone.now()) - LATE_AFTER)
