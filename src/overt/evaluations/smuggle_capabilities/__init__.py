"""Smuggle Capabilities: strings picked for the removal of a skill, and text among them that would keep it."""
