"""Jobs: work that takes its time. An area queues it, the clock moves it on, and it runs in pieces that hold up nobody.

job.py         a job, its states and what leads from one to the next
queueing.py    making, cancelling, holding and releasing jobs
steering.py    rules that make jobs slow, stuck, fatal or cancelled, for tests of failure
working.py     how an area says what its jobs do, and what they do it with
lifecycle.py   what time does to a job
records.py     its SQL
"""
