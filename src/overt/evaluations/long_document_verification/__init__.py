"""Long document verification: claims of look-ups that the calls do not show."""
