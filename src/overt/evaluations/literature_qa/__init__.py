"""Literature QA: papers cited for more than they found."""
