"""What communications cost at the size that the portal is made for: `python -m benchmarks.communications [case …]`."""
