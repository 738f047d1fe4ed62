@echo off
rem Copies the program to the user's folder, with shortcuts; renews it there where it is.
chcp 65001 >nul
"%~dp0python\python.exe" -X utf8 -m install_kit
if not defined TYT_QUIET pause
