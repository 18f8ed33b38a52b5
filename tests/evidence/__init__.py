"""What was seen on Amazon's wire, held against what Tradepost answers."""
