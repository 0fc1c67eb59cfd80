"""What logistics costs at the size that the portal is made for: `python -m benchmarks.logistics [case …]`."""
