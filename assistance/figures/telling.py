"""Which counts are told, so that no count below SMALLEST can be worked out from those that are.

What is counted falls into groups: two are in the same group where every told count counts both or neither. Whatever is added up
of told counts, or taken from them, counts a group as a whole or not at all, so it is enough that no group is small. What no told
count counts is in no group, and may be little.
"""

SMALLEST = 3


def tellable(counts, known=frozenset()):
    """Of (key, what is counted) in the order of importance, the key and the number of those that are told. `known` is what anyone
    can read of elsewhere, and so can take away: what is left of a group must not be small either."""
    told, group_of, members = {}, {}, {}
    for key, counted in counts:
        taken = {}
        for item in counted:
            taken.setdefault(group_of.get(item), set()).add(item)
        rests = [members[group] - part for group, part in taken.items() if group is not None]
        if counted and not any(is_small(part, known) for part in (*taken.values(), *rests)):
            told[key] = len(counted)
            split(taken, group_of, members, key)
    return told


def is_small(part, known):
    """Whether this is one or two, with or without what is known."""
    return 0 < len(part) < SMALLEST or 0 < len(part - known) < SMALLEST


def split(taken, group_of, members, key):
    """Make a group of its own of each part that was taken from one, or from what was in none."""
    for group, part in taken.items():
        if group is not None:
            members[group] -= part
        members[key, group] = part
        group_of |= dict.fromkeys(part, (key, group))
