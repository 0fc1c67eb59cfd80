"""Requests for assistance: how they come in, and where they stand."""
