"""A public text before its release, as the public, an Observer or a Participant will read it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.access import VisibleMixin
from asm_portal.roles import Role
from asm_portal.visibility import Audience
from communications.communiques.pages import found
from communications.communiques.views import to_follow
from knowledge.models import Document
from knowledge.views import DocumentPage

ROLES = {
    "public": (_("The public"), Audience.PUBLIC),
    "observer": (_("An Observer"), Audience.PROCESS),
    "participant": (_("A Participant"), Audience.PARTICIPANTS),
}


class TextPreview(VisibleMixin, DocumentPage):
    """The page of the newest revision as a role will see it (`?as=observer`), for those who prepare it and those who decide;
    nothing is released by it."""

    template_name = "communications/texts/preview.html"

    def get_queryset(self):
        self.text = found(self.kwargs["reference"], lambda rows: rows.visible_to(self.request.user))
        mine = Document.objects.visible_to(self.request.user).filter(pk=self.text.document_id)
        unreleased = mine.filter(revisions__released_at=None, revisions__in=self.revisions())
        return unreleased.distinct().for_display(self.reader).select_related("audience_body", "audience_organisation")

    def revisions(self):
        """The newest revision, where the reader may read it."""
        return self.text.document.revisions.visible_to(self.request.user).order_by("-number")[:1]

    @property
    def role(self):
        asked = self.request.GET.get("as", "")
        return asked if asked in ROLES else "public"

    @property
    def reader(self):
        return Role(ROLES[self.role][1])

    def get_object(self, queryset=None):
        """The document as the release will make it; in memory only."""
        document = super().get_object(queryset)
        newest = self.text.document.revisions.with_renditions().order_by("number").last()
        newest.released_at = timezone.now()
        document.released_revisions = [*document.released_revisions, newest]
        document.state = Document.State.FINAL
        for title in document.titles.all():
            title.title = newest.titles.get(title.language, title.title)
        return document

    def get_context_data(self, **kwargs):
        roles = [(code, name, code == self.role) for code, (name, _audience) in ROLES.items()]
        return super().get_context_data(
            text=self.text,
            roles=roles,
            role_name=ROLES[self.role][0],
            to_follow=to_follow(self.text, self.object),
            **kwargs,
        )
