"""The minutes of a body."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import ListView

from asm_portal.access import PublicMixin
from asm_portal.dated import today
from asm_portal.members import entered_by, why_here
from asm_portal.models import Body
from knowledge.models import Document
from knowledge.panels import minutes_of


class MinutesList(PublicMixin, ListView):
    """All minutes of a body that the reader may know of; where there are none, a page for those who belong to the body only."""

    model = Document
    template_name = "knowledge/minutes_list.html"
    paginate_by = 25

    def get_queryset(self):
        user = self.request.user
        self.body = get_object_or_404(Body.objects.visible_to(user), code=self.kwargs["code"])
        found = minutes_of(self.body, user)
        self.belongs = entered_by(user).filter(pk=self.body.pk).exists()
        if not (found.exists() or self.belongs):
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        why = why_here(self.body, self.request.user) if self.belongs else ""
        return super().get_context_data(body=self.body, why=why, today=today(), **kwargs)
