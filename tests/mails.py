"""What stands in a mail."""


def read(message):
    """(address, all that its recipient gets to see)"""
    (address,) = message.to
    alternatives = (content for content, _type in message.alternatives)
    files = (content for _name, content, _type in message.attachments)
    parts = [message.subject, message.body, message.from_email, message.reply_to, message.extra_headers]
    return address, " ".join(map(str, [*parts, *alternatives, *files]))
