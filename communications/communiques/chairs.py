"""Under whose Chair communiqués were issued."""

from asm_portal.models import Organisation


def name_chairs(communiques, user):
    """Give each communiqué of `with_chair()` its `chair`, None where there was none, and `chair_name`, what the Chair was called
    on that day."""
    communiques = list(communiques)
    found = {communique.chair_code for communique in communiques} - {None}
    chairs = Organisation.objects.visible_to(user).with_names().in_bulk(found, field_name="code")
    for communique in communiques:
        communique.chair = chairs.get(communique.chair_code)
        communique.chair_name = communique.chair.name_on(communique.document.date) if communique.chair else ""
    return communiques
