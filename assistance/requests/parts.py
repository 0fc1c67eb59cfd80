"""What the nouns add to the page of a request: the steps that were taken, and what the reader sees and does there."""

from assistance.analysis import panels as analysis
from assistance.analysis import steps as analysis_steps
from assistance.outcomes import panels as outcomes
from assistance.outcomes import steps as outcome_steps
from assistance.referrals import panels as referrals
from assistance.referrals import steps as referral_steps
from assistance.requests import steps
from assistance.results import panels as results
from assistance.workshops import panels as workshops
from assistance.workshops import steps as workshop_steps

# steps(request, reader) -> [Step] of each noun; what it gives has passed `visible_to(reader)`.
PARTS = (
    steps.steps,
    analysis_steps.steps,
    referral_steps.steps,
    workshop_steps.steps,
    outcome_steps.steps,
    results.steps,
)
# on_request(request, reader) -> [Panel] of each noun.
PANELS = (analysis.on_request, referrals.on_request, workshops.on_request, outcomes.on_request, results.on_request)


def steps_of(request, reader):
    """All steps, in the order in which they were taken."""
    found = [step for part in PARTS for step in part(request, reader)]
    return sorted(found, key=lambda step: step.place)


def steps_outside(request):
    """Those that whoever asked without being in the register is told, by the link of a mail."""
    parts = (analysis_steps, referral_steps, outcome_steps)
    found = [*steps.steps(request, None), *(step for part in parts for step in part.told_outside(request))]
    return sorted(found, key=lambda step: step.place)


def panels_of(request, reader):
    return [panel for part in PANELS for panel in part(request, reader)]


def panels_outside(request):
    """What stands above the steps for whoever asked without being in the register."""
    return [analysis.merged(request.merged_into)] if request.merged_into else []
