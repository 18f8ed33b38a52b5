"""Reports: what a seller's state comes to, written as documents on request, by schedule, or by themselves.

operations.py  what the Reports API answers
kinds.py       every report type that is made
refused.py     types that are known and not made, with why
declaring.py   what a declaration of a type says, and the forms of documents
asking.py      what may be asked for
report.py      a report as its job keeps it
requesting.py  queueing a report
schedules.py   when a schedule makes its next one
lifecycle.py   what a report does when its time comes
hearing.py     settlements, which are reported on by themselves
records.py     the SQL of schedules
refusals.py    how it refuses
making/        what reports are made of, one file a subject
"""

ANSWERS = ("reports_2021_06_30",)
HEARS = ("finances.group_closed",)
