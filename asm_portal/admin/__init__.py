"""The administration of the register and of accounts."""

from asm_portal.admin import accounts, people, register

__all__ = ["accounts", "people", "register"]
