"""Reports that are due: obligations, standing, submissions, excuses."""
