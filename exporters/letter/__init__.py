"""Letters: their content as data, the look that Nghị định 30/2020/NĐ-CP asks for, and the Word file of both."""
