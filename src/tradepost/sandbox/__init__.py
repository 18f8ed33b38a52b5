"""Amazon's static sandbox: the cases that its published models hold, read, kept with the installation, and matched.

None of them is in this package. Who has the models has them imported; without them the hosts of the sandbox answer as
the others do.
"""
