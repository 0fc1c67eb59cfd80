"""What assistance adds to the shared pages."""

from asm_portal.areas import Area
from asm_portal.attention import waiting
from assistance.requests import demonstration
from assistance.requests.actions import receive
from assistance.requests.attention import RECEIVED


class AssistanceArea(Area):
    """Assistance."""

    def attention(self, reader):
        return waiting([RECEIVED], reader)

    def take_request(self, request, by):
        return receive(asked=request, by=by)

    def demonstrate(self, cast):
        demonstration.demonstrate(cast)

    def forget_demonstration(self):
        demonstration.forget_demonstration()


AREA = AssistanceArea()
