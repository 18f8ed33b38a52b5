"""What is in a notification: one table of all types, and a file for each subject that makes their payloads."""
