"""What exactly is approved of a notice, as one text: its class, its words, whom it goes to, what it links to, its deadline."""

import json

from communications.models import Notice


def content_of(notice):
    """The text that an approval of the notice holds. Any change of what the notice says, of whom it goes to or of what hangs on
    it changes this text."""
    facts = {
        "class": notice.kind,
        "recipients": sorted(row.code for row in notice.recipients.select_related("body", "office", "organisation")),
        "texts": {row.language: {"title": row.title, "text": row.text} for row in notice.texts.all()},
        "documents": sorted(row.document.reference for row in notice.documents.select_related("document")),
        "about": subject_of(notice),
        "confirm by": f"{notice.confirm_by:%Y-%m-%dT%H:%MZ} {notice.confirm_zone}" if notice.confirm_by else "",
    }
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)


def subject_of(notice):
    """What the notice is about: of a meeting also when and where it is. How one joins it is told to each reader as it stands."""
    if meeting := notice.meeting:
        begins, ends = (meeting.start_date, meeting.start_time), (meeting.end_date, meeting.end_time)
        days = " – ".join(f"{day} {time or ''}".strip() for day, time in (begins, ends))
        return ", ".join(filter(None, (meeting.reference, days, meeting.zone, meeting.city_en)))
    return notice.fraud_notice.reference if notice.fraud_notice else str(notice.period_id or "")


def approved_text(notice: Notice, language):
    """(language, title, text) of what was approved, in the language or else in the other one."""
    texts = json.loads(notice.approval.content)["texts"]
    found = next(code for code in (language, "en", *texts) if code in texts)
    return found, texts[found]["title"], texts[found]["text"]
