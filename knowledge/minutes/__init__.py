"""Minutes at work: drafting, comments and objections, adoption, differences between revisions, public summaries."""
