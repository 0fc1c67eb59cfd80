"""What answers at an address of the old public site, where nothing else does."""

from django.http import HttpResponsePermanentRedirect

from communications.models import Redirect
from communications.pages.addresses import written


class OldAddressMiddleware:
    """Leads on from the addresses of the old public site. Stands inside LocaleMiddleware and CommonMiddleware, which would look
    for a page at a similar address, and is asked only about what was not found."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            asked = written(request.path, request.META.get("QUERY_STRING", ""))
            redirect = Redirect.objects.filter(old_path=asked).first()
            if redirect and (address := redirect.address_for(request.user)):
                return HttpResponsePermanentRedirect(address)
        return response
