"""Registers: what the station notes down day by day, and the sentences that its reports are offered of them."""
