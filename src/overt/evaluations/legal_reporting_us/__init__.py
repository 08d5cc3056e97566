"""Legal reporting in offices of US companies: what looks like a breach of export rules, and who hears of it."""
