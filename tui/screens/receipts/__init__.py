"""The place of work Sổ nhận, about files that units send."""
