"""What the house is measured by: `make bench` for the line, `make bench-matching` for ranking and plans."""
