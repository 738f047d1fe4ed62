"""A program in a pseudo terminal: what is pressed, and when it has answered. POSIX only."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

_QUIET = 0.06  # seconds without output after which a repaint is done


class Terminal:
    """Runs a command on 120 columns and 36 lines."""

    def __init__(self, command: Sequence[str], directory: Path, store: Path | None = None) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(directory)}
        environment |= {"TYT_STORE": str(store)} if store is not None else {}
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=directory, env=environment, close_fds=True
        )
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)

    def until(self, words: str, seconds: float = 20) -> float:
        """Seconds from the start of the process until these words were written; TimeoutError after so many more."""
        written, end = b"", time.perf_counter() + seconds
        while time.perf_counter() < end:
            ready, _, _ = select.select([self.master], [], [], 0.5)
            if ready:
                written += os.read(self.master, 65536)
                if words.encode() in written:
                    return time.perf_counter() - self.began
        raise TimeoutError(words)

    def settle(self, seconds: float = 0.5) -> None:
        """Read until nothing has come for that long."""
        try:
            while select.select([self.master], [], [], seconds)[0]:
                os.read(self.master, 65536)
        except OSError:  # the program ended
            pass

    def write(self, key: bytes) -> None:
        """Press a key, and wait for nothing."""
        os.write(self.master, key)

    def press(self, key: bytes) -> float:
        """Seconds from the key to the last byte of the repaint."""
        began = last = time.perf_counter()
        self.write(key)
        while select.select([self.master], [], [], _QUIET if last > began else 2)[0]:
            os.read(self.master, 65536)
            last = time.perf_counter()
        return last - began

    def processor_seconds(self) -> float:
        """Seconds of processor that the program has used, also in threads that are over; in steps of 10 ms."""
        numbers = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self) -> float:
        """MiB of memory that the process holds now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0
