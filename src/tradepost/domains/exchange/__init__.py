"""What is exchanged as whole documents and messages, and the jobs that make and read them.

feeds/          many changes in one document, carried out and answered with a report
reports/        many rows in one document, made from the state of the world
notifications/  what happened, told to whoever has subscribed
uploads/        files that other calls refer to
jobs/           work that takes its time, of any area: queued, in progress, ended
"""
