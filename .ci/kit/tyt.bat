@echo off
rem Starts the program of this folder. Data are the user's, or beside it where portable.txt is, in a folder
rem that is made here: elsewhere a missing folder means that the store was moved.
if exist "%~dp0portable.txt" if not defined TYT_STORE set "TYT_STORE=%~dp0du-lieu\tramyte.sqlite3"
if exist "%~dp0portable.txt" if not exist "%~dp0du-lieu" mkdir "%~dp0du-lieu"
chcp 65001 >nul
"%~dp0python\python.exe" -X utf8 -m tui %*
if errorlevel 2 if "%~1"=="" pause
