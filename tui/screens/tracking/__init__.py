"""Nhiệm vụ, Sổ theo dõi, Chỉ tiêu, Tài khoản tổ chức, Danh mục dữ liệu, Hướng dẫn, Chiến dịch."""
