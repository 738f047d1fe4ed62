"""The plans: one TOML file each, its model, and the campaigns that run in a store."""
