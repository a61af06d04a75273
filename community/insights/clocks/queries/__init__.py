"""Which questions a figure is about, and how long things took in them."""
