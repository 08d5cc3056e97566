"""The training environments: one folder a family, in the same form as an evaluation's."""
