"""Published tables of rates: reading them, what they say as plays, and where their average comes from.

The `paper-….csv` files beside this are such tables, each with its source in its first lines.
"""
