"""Enquiries before and after the Chair read their drafts, what is noted and what came later, and answers of the bank."""

from communications.enquiries import bank, deciding, drafting, filing
from communications.enquiries.links import key_of
from communications.models import BankedAnswer, ChairInstruction, Enquiry
from knowledge.text_approvals import digest


def plant_enquiries(plant, readers, staff):
    """`readers` are the KP Chair's office and the secretariat; `staff` is the secretariat."""
    asked(plant, readers)
    drafted(plant, readers, staff)
    answered(plant, readers)


def question(plant, readers):
    """An enquiry that whoever asked reads, too."""
    word, lure = plant.words()
    address = f"{word}@outlet.example"
    enquiry = filing.file_enquiry(
        kind="media", name=f"Name {word}", outlet=f"Outlet {word}", email=address, language="en",
        question=f"Question {word} {lure}",
    )  # fmt: skip
    plant.secret(readers | {address})
    return enquiry


def asked(plant, readers):
    """A question, and what came later."""
    enquiry = question(plant, readers)
    word, lure = plant.words()
    filing.receive_message(enquiry=enquiry, sender=f"{word}@outlet.example", text=f"Later {word} {lure}")
    plant.secret(readers | {enquiry.asker.email})


def drafted(plant, readers, staff):
    """A draft that the Chair's office has not been given yet, a note, and instructions."""
    cast = plant.cast
    enquiry = question(plant, readers)
    drafting.record_instruction(enquiry=enquiry, words=f"Answer {plant.words()[0]}", by=cast.kp_chair)
    drafting.record_instruction(kind="media", words=f"Always {plant.words()[0]}", by=cast.kp_chair)
    plant.secret(readers)
    word, lure = plant.words()
    drafting.draft_reply(enquiry=enquiry, text=f"Draft {word} {lure}", seen=0, by=cast.secretary)
    plant.secret(staff)
    word, lure = plant.words()
    filing.add_note(enquiry=enquiry, text=f"Note {word} {lure}", by=cast.secretary)
    plant.secret(staff)


def answered(plant, readers):
    """An answer that went out, and one that waits for its place in the bank."""
    cast = plant.cast
    enquiry = question(plant, readers)
    word, lure = plant.words()
    text = f"Reply {word} {lure}"
    drafting.draft_reply(enquiry=enquiry, text=text, seen=0, by=cast.secretary)
    drafting.submit_reply(enquiry=enquiry, by=cast.secretary)
    deciding.approve_reply(enquiry=enquiry, seen=digest(text), by=cast.kp_chair)
    plant.secret(readers | {enquiry.asker.email})
    word, lure = plant.words()
    bank.bank_reply(
        reply=enquiry.replies.get(), question=f"Question {word} {lure}", text=f"Answer {word} {lure}", documents=[],
        by=cast.secretary,
    )  # fmt: skip
    plant.secret(readers)


def enquiries_planted():
    """The arguments of the addresses."""
    enquiry = Enquiry.objects.open().latest("pk")
    answered = Enquiry.objects.get(outcome="answered")
    return {
        "enquiry": [enquiry.reference],
        "enquiry-status": [enquiry.reference, key_of(enquiry)],
        "enquiry-answered": [answered.reference],
        "enquiry-reply": [answered.reference, "txt"],
        "enquiry-standing": [ChairInstruction.objects.get(enquiry=None).pk],
        "answer": [BankedAnswer.objects.get().reference],
    }
