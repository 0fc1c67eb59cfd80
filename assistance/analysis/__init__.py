"""The analysis of requests: eligible or not, what is asked back, what is noted, which cases are one."""
