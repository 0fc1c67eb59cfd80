"""The administration of the register and of accounts."""

from asm_portal.admin import accounts, focal_points, people, register

__all__ = ["accounts", "focal_points", "people", "register"]
