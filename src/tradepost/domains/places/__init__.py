"""Where things are: countries and their borders, time zones and business days, Amazon's fulfillment centers."""
