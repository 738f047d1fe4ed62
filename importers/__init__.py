"""From a file that somebody sent to a reviewed plan: file -> grid -> table -> fields -> values -> plan."""
