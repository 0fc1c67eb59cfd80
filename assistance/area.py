"""What assistance adds to the shared pages."""

from asm_portal.areas import Area


class AssistanceArea(Area):
    """Assistance."""


AREA = AssistanceArea()
