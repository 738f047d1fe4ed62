"""What units send and what goes out to them: submissions, forms, feedback, Sổ nhận."""
