"""Statistics forms as data: what their columns count, counted from people or read from a filled-in one."""
