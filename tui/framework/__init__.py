"""What every screen is built of: the place of work, its background jobs, forms, lists, files that go out."""
