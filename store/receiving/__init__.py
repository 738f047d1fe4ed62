"""Files between units and the station: submissions, forms, feedback, and the register of receipts (Sổ nhận)."""
