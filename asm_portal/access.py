"""How a view asks the access rule. The fetch is the check: what is not in `get_queryset()` answers 404.

`grep PublicMixin` lists the public site; every other view demands a sign-in.
"""

from django.contrib.auth.decorators import login_not_required

from asm_portal.visibility import standing_of


class VisibleMixin:
    """A page for those signed in, showing what the reader may know of."""

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)


class SecretariatMixin(VisibleMixin):
    """A page for the secretariat; to everybody else it does not exist."""

    def get_queryset(self):
        rows = super().get_queryset()
        return rows if standing_of(self.request.user).secretariat else rows.none()


class PublicMixin(VisibleMixin):
    """A page that anyone may open, showing what the reader may know of."""

    @classmethod
    def as_view(cls, **initkwargs):
        return login_not_required(super().as_view(**initkwargs))
