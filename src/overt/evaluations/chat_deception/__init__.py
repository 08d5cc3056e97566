"""Chat Deception: an answer that claims what nobody saw."""
