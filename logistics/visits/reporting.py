"""Pages of the report of a visit: its draft, the Participant’s comments, the final text, the reply, the recommendations."""

from datetime import timedelta

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.dated import today
from logistics.models import Recommendation
from logistics.visits import reports
from logistics.visits.forms_reports import (
    CommentForm,
    CommentsUntilForm,
    FileForm,
    RecommendationForm,
    ReplyForm,
    SettleForm,
)
from logistics.visits.pages import VisitFormView, VisitMixin, VisitVerb

COMMENTS_FOR = timedelta(days=30)


class ReportMixin(VisitMixin):
    """A page about the report of a visit that has begun."""

    def is_for(self, part):
        return self.is_of(part) and reports.may_be_written(self.object) and self.is_time(reports.stage_of(self.object))

    def is_of(self, part):
        return part.plans

    def is_time(self, stage):
        """Whether the page is there at this stage of the report."""
        return stage != "final"

    def after(self):
        return f"{self.object.get_absolute_url()}#report"


class FileDraft(ReportMixin, VisitFormView):
    """The leader files the draft, or the next one."""

    form_class = FileForm
    title = gettext_lazy("File the draft report")
    explanation = gettext_lazy(
        "The Chair of the body and the secretariat read it, then send it to the Participant. A second file in the same"
        " language takes the place of the first until then."
    )
    button = gettext_lazy("File the draft")
    done = gettext_lazy("The draft is filed.")

    def is_of(self, part):
        return part.writes_report

    def do(self, form):
        reports.file_draft(visit=self.object, capacity=self.part.reports_as, by=self.request.user, **form.cleaned_data)


class SendForComments(ReportMixin, VisitFormView):
    """The draft goes to the Participant."""

    form_class = CommentsUntilForm
    title = gettext_lazy("Send the draft for comments")
    explanation = gettext_lazy(
        "The Participant reads the newest draft and comments on it; the body and the team read it too."
    )
    button = gettext_lazy("Send")
    done = gettext_lazy("The Participant reads the draft now.")

    def is_time(self, stage):
        return stage in ("draft", "comments")

    def get_initial(self):
        return {"until": self.object.comments_until or today() + COMMENTS_FOR}

    def do(self, form):
        reports.send_for_comments(visit=self.object, by=self.request.user, **form.cleaned_data)


class CommentOnDraft(ReportMixin, VisitFormView):
    """What the Participant says to the draft."""

    form_class = CommentForm
    title = gettext_lazy("Comment on the draft report")
    button = gettext_lazy("File it")
    done = gettext_lazy("Your comment is filed.")

    def is_of(self, part):
        return part.answers

    def is_time(self, stage):
        return stage == "comments"

    def do(self, form):
        reports.comment_on_draft(visit=self.object, by=self.request.user, **form.cleaned_data)


class FileReport(ReportMixin, VisitFormView):
    """The leader files the report in its final form, language by language."""

    form_class = FileForm
    title = gettext_lazy("File the final report")
    explanation = gettext_lazy("Its editors read it until it is given to those who take part in the Process.")
    button = gettext_lazy("File the report")
    done = gettext_lazy("The report is filed.")

    def is_of(self, part):
        return part.writes_report

    def do(self, form):
        reports.file_report(visit=self.object, by=self.request.user, **form.cleaned_data)


class PublishReport(ReportMixin, VisitVerb):
    """The final report goes to its readers."""

    done = gettext_lazy("The report is final, and in the archive.")

    def do(self):
        reports.publish_report(visit=self.object, by=self.request.user)


class FileReply(ReportMixin, VisitFormView):
    """What the Participant answers to the final report."""

    form_class = ReplyForm
    title = gettext_lazy("File the reply of the Participant")
    explanation = gettext_lazy("Whoever reads the report reads the reply too.")
    button = gettext_lazy("File the reply")
    done = gettext_lazy("The reply is filed.")

    def is_of(self, part):
        return part.speaks_for_participant

    def is_time(self, stage):
        return stage == "final"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"is_entered": not self.part.answers}

    def do(self, form):
        filed = {"language": form.cleaned_data["language"], "file": form.cleaned_data["file"]}
        reports.file_reply(visit=self.object, by=self.request.user, channel=self.channel(form), **filed)


class Recommend(ReportMixin, VisitFormView):
    """The next recommendation, in the words of the report."""

    form_class = RecommendationForm
    button = gettext_lazy("Add")
    done = gettext_lazy("The recommendation is added.")

    @property
    def title(self):
        return _("Add a recommendation")

    def is_of(self, part):
        return part.writes_report

    def is_time(self, stage):
        return True

    def do(self, form):
        reports.recommend(visit=self.object, by=self.request.user, **form.cleaned_data)

    def after(self):
        return f"{self.object.get_absolute_url()}#recommendations"


class SettleRecommendation(ReportMixin, VisitFormView):
    """A recommendation becomes an action or says why not."""

    form_class = SettleForm
    template_name = "logistics/visits/settle_form.html"
    button = gettext_lazy("Record it")
    done = gettext_lazy("It is on record.")

    @property
    def title(self):
        return _("Recommendation %(number)s") % {"number": self.recommendation.number}

    def is_time(self, stage):
        return not self.recommendation.is_settled

    @cached_property
    def recommendation(self):
        rows = Recommendation.objects.visible_to(self.request.user).filter(visit=self.object)
        return get_object_or_404(rows, number=self.kwargs["number"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"visit": self.object}

    def do(self, form):
        given, row = form.cleaned_data, {"recommendation": self.recommendation, "by": self.request.user}
        if given["outcome"] == SettleForm.NONE:
            reports.make_no_action(reason_en=given["reason_en"], reason_fr=given["reason_fr"], **row)
        else:
            reports.make_action(owner_office=form.office, due_on=given["due_on"], **row)

    def after(self):
        return f"{self.object.get_absolute_url()}#recommendations"

    def get_context_data(self, **kwargs):
        return super().get_context_data(recommendation=self.recommendation, **kwargs)
