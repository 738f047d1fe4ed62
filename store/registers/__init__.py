"""Registers: what the station notes down day by day, and the sentences that they offer to its reports."""
