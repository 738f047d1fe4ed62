"""Letters: their content as blocks, their look by Nghị định 30/2020/NĐ-CP, and the Word file made of both."""
