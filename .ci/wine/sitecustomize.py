"""Takes from CPython what Wine 8 has not: shutil then copies files by reading and writing."""

import _winapi

if hasattr(_winapi, "CopyFile2"):
    del _winapi.CopyFile2
