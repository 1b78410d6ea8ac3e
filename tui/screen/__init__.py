"""What every screen is made of: keys, lines of cells, and the one widget that shows them."""
