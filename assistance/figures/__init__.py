"""What was given and how long it took, in numbers that name nobody."""
