"""How long a case has been with the Process: in working days, without those on which the requester was asked something."""

from asm_portal.working_days import working_days_between


def working_days(request, until):
    """The working days (Monday to Friday, UTC) since a request was submitted, up to and including the day `until`. The day on
    which the requester is asked counts, the day of the answer does not. Reads `clarifications`, which a list prefetches."""
    begin = request.submitted_at.date()
    return working_days_between(begin, until) - sum(
        working_days_between(start, end) for start, end in pauses(request, begin, until)
    )


def pauses(request, begin, until):
    """The spans of days in which the clock stood, none of which touches another, within the days `begin` to `until`."""
    found = []
    for question in sorted(request.clarifications.all(), key=lambda row: row.asked_at):
        start = max(question.asked_at.date(), begin)
        end = min(question.ended_at.date(), until) if question.ended_at else until
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found
