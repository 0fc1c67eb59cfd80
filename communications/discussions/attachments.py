"""The attachments of posts: documents of the body, as far as the reader may know of them."""

from collections import defaultdict

from communications.models import PostAttachment
from knowledge.models import Document


def with_attachments(posts, reader):
    """The posts with `documents`: what was sent with each, but for what was withdrawn; in a constant number of queries."""
    rows = list(PostAttachment.objects.visible_to(reader).filter(post__in=posts).order_by("pk"))
    known = Document.objects.visible_to(reader).listed().for_display(reader)
    documents, sent = known.in_bulk([row.document_id for row in rows]), defaultdict(list)
    for row in rows:
        if row.document_id in documents:
            sent[row.post_id].append(documents[row.document_id])
    for post in posts:
        post.documents = sent[post.pk]
    return posts
