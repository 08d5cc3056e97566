"""Sabotage math: a sheet is added up, and what its total leads to stands against the player's goal."""
