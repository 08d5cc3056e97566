"""Training: distillation of the spec, with its control, on plays of honeypots. TRL does the learning."""
