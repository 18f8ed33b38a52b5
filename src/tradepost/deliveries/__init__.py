"""Sending notifications: from a world's table of deliveries to queues, event buses and webhooks, in real time.

sender.py           one for each world: what is to be sent next, and what has become of it
channels.py         where messages go, by settings
queues.py           SQS and EventBridge, by aiobotocore
webhooks.py         web addresses, signed
embedded.py         queues of our own, where none were set: a server of moto's, started when first needed
embedded_server.py  that server's program
"""
