"""How fast problems get solved: measured, shown, promised and expected."""
