"""What the person sees: a folder a place of work, and what they share."""
