"""What makes a world move: its clock, the transitions that time brings, and the seed that its chance comes from."""
