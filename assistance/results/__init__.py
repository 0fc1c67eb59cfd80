"""What was learned from a case, published when the requester and the KP Chair's office agree, without personal data."""
