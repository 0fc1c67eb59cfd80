"""What must hold for every model, also the one that is written tomorrow."""

import gc
from io import StringIO

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db.models import FileField
from django.dispatch import Signal

from asm_portal.tracked import TrackedQuerySet
from tests.house import source

# Models that keep no history, each with the reason.
UNTRACKED = {
    "assistance.OfferContact": "deleted when the consent ends, which a history would undo",
    "communications.Declaration": "never changed and never deleted: the row is the record",
    "communications.Enquirer": "deleted some time after the enquiry was closed, which a history would undo",
    "communications.EnquiryMessage": "deleted with the enquirer, which a history would undo",
    "communications.InternalNote": "deleted with the enquirer, which a history would undo",
    "knowledge.TextReading": "a log: its rows are written once and never changed",
    "knowledge.ImageView": "a log: its rows are written once and never changed",
    "asm_portal.Delivery": "a ledger: its rows say themselves what happened to the message, and when",
    "asm_portal.ReferenceRow": "what was last loaded from the reference data; the records made from it keep theirs",
    "communications.Announcement": "a ledger: a row is made once and never changed",
    "communications.InboundMail": "deleted with what it was about, which a history would undo",
    "communications.News": "goes with its subscription, whose address nothing may keep",
    "communications.Subscription": "an address that leaves is deleted, and a history would keep it",
    "asm_portal.SavedSearch": "a reader's own affair, which a history would keep and show to others",
    "asm_portal.SearchEntry": "a copy of what the records say, made again by reindex",
    "asm_portal.TitleWord": "a copy of what the records say, made again by reindex",
    "logistics.DelegateTravel": "how people travel is deleted after the meeting, and a history would keep it",
    "logistics.TravelDeletion": "a log: its rows are written once and never changed",
    "logistics.VisaLetter": "a log: its rows are written once and never changed",
    "logistics.CalendarToken": "a reader's own affair, which a history would keep and show to others",
    "communications.TopicReading": "a reader's own affair, which a history would keep and show to others",
    "logistics.SubmissionDraft": "a draft: what is sent of it becomes a Submission, which keeps its history",
    "logistics.Reminder": "a ledger: a row is made once, with its mail, and never changed",
    "knowledge.CertificateCheck": "a log of what was asked; a row is made once and never changed",
    "knowledge.ImportedRow": "a ledger of the bulk import; the documents made from it keep their history",
    "logistics.VisitEvent": "a log: its rows are written once and never changed",
    "logistics.TravelPlan": "deleted some weeks after the visit, which a history would undo",
    "communications.CallAttempt": "a log: its rows are written once and never changed",
    "knowledge.TextApproval": "never changed and never deleted: the row is the record",
    "communications.NoticeAddressee": "a ledger: to whom a notice went that day; a row is made once and never changed",
    "communications.TranslationCheck": "never changed and never deleted: the row is the record",
    "knowledge.Approval": "never changed and never deleted: the row is the record",
}


def label(model):
    return model._meta.label


def tracked():
    return [model for model in source.models() if label(model) not in UNTRACKED]


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out, stderr=out)


def test_every_model_keeps_its_history_or_has_a_reason_not_to():
    untracked = {
        label(model) for model in source.models() if not hasattr(model._meta, "simple_history_manager_attribute")
    }
    assert untracked == set(UNTRACKED)


def test_the_way_around_the_history_is_refused():
    managers = [
        manager for model in tracked() for manager in model._meta.managers if not hasattr(manager, "most_recent")
    ]
    ways = [str(manager) for manager in managers if not isinstance(manager.get_queryset(), TrackedQuerySet)]
    assert managers != []
    assert ways == []


def test_every_file_lies_in_the_protected_storage():
    protected = type(storages["default"])
    assert protected.__name__ == "ProtectedStorage"
    fields = [field for model in source.models() for field in model._meta.get_fields() if isinstance(field, FileField)]
    assert [str(field) for field in fields if not isinstance(field.storage, protected)] == []


def test_nothing_of_ours_waits_for_a_signal():
    ours = []
    for signal in (found for found in gc.get_objects() if isinstance(found, Signal)):
        for entry in signal.receivers:
            receiver = entry[1]() if hasattr(entry[1], "__callback__") else entry[1]
            module = getattr(receiver, "__module__", None) or type(receiver).__module__
            if module.split(".")[0] in source.PACKAGES:
                ours.append(f"{module}.{getattr(receiver, '__qualname__', receiver)}")
    assert ours == []


def test_foreign_keys_across_apps_leave_no_name_behind():
    """An app does not know who points to it: `related_name="+"`."""
    named = []
    for model in source.models():
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None or model is not field.model:
                continue
            other = field.related_model._meta.app_label
            across = other in source.PACKAGES and other not in (model._meta.app_label, "asm_portal")
            if across and not field.remote_field.hidden:
                named.append(str(field))
    assert named == []
