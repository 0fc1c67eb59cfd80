"""References of records: kind, year and five random base32 characters (`MIN-2025-K7Q2M`).

Random, so that they cannot be counted; without I, L, O and U, so that they can be read over the telephone.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(prefix, year):
    """A fresh reference; uniqueness is the column's, and a clash among 33 million a year is tried again by the caller."""
    tail = "".join(secrets.choice(ALPHABET) for _position in range(5))
    return f"{prefix}-{year}-{tail}"
