"""Playbooks: the tasks of a meeting or a visit, counted from its first day."""
