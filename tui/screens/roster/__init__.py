"""The place of work Danh sách (F2), the list of people."""
