"""The place of work Nhận tệp (F4), which takes in files of units."""
