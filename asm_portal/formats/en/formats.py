"""Days and times in English as the site writes them, where Django writes them by itself: in the lists of the administration."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
# The week of an international organisation begins on Monday, in English too (ISO 8601).
FIRST_DAY_OF_WEEK = 1
