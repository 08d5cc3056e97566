"""Players as Inspect models: scripted actors, models in folders, the organism."""
