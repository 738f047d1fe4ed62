"""What screens, commands and papers alike say of records in Vietnamese; nothing below imports it."""
