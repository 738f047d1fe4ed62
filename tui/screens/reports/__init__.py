"""The place of work Báo cáo, about reports that campaigns ask for."""
