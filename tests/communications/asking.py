"""Enquiries and what becomes of them, for the tests."""

from communications.enquiries import deciding, drafting
from communications.enquiries.filing import file_enquiry
from knowledge.text_approvals import digest
from tests.cast import again

ASKED = {
    "kind": "public", "name": "Ada Sample", "email": "ada@reader.example", "language": "en",
    "question": "Who issues the certificates?",
}  # fmt: skip
ANSWER = "Each Participant does, by the authority that it has named."


def enquiry(**facts):
    return file_enquiry(**(ASKED | facts))


def instructed(cast, **facts):
    """An enquiry for which the Chair has asked for a draft."""
    made = enquiry(**facts)
    drafting.record_instruction(enquiry=made, words="Please answer.", by=again(cast.kp_chair))
    return made


def submitted(cast, text=ANSWER, **facts):
    """An enquiry whose draft waits for the Chair."""
    made = instructed(cast, **facts)
    drafting.draft_reply(enquiry=made, text=text, seen=0, by=again(cast.secretary))
    drafting.submit_reply(enquiry=made, by=again(cast.secretary))
    return made


def approved(cast, text=ANSWER, sends_itself=False, **facts):
    """An enquiry whose draft the Chair has approved: answered, if it has an address and the portal sends."""
    made = submitted(cast, text, **facts)
    deciding.approve_reply(enquiry=made, seen=digest(text), by=again(cast.kp_chair), sends_itself=sends_itself)
    made.refresh_from_db()
    return made
