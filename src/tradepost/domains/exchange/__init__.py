"""What is exchanged as whole documents and messages, and the jobs that make and read them.

jobs/     work that takes its time, of any area: queued, in progress, ended
"""
