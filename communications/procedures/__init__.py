"""Written procedures: put to the members of a body, answered until a deadline, counted by the portal, declared by the Chair."""
