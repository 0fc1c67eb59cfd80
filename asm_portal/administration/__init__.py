"""What the administration is made of; the registers themselves are in each app's `admin`."""
