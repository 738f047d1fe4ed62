"""The place of work Đơn vị (F3), the tree of units."""
