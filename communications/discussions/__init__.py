"""Discussions of the bodies: topics, posts, and the mail about them."""
