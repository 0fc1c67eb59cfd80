"""How a view asks the access rule. The fetch is the check: what is not in `get_queryset()` answers 404.

`grep PublicMixin` lists the public site; every other view demands a sign-in.
"""

from django.contrib.auth.decorators import login_not_required


class VisibleMixin:
    """A page for those signed in, showing what the reader may know of."""

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)


class PublicMixin(VisibleMixin):
    """A page that anyone may open, showing what the reader may know of."""

    @classmethod
    def as_view(cls, **initkwargs):
        return login_not_required(super().as_view(**initkwargs))
