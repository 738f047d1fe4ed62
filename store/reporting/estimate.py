"""Dự toán: reads lines of cost, typed as `Nội dung; đơn vị tính; số lượng; đơn giá`, into amounts."""

import re
from decimal import ROUND_HALF_UP, Decimal

from store.frozen import frozen
from store.text import format_number

HINT = "Mỗi dòng một khoản: Nội dung; đơn vị tính; số lượng; đơn giá. Ví dụ: Máy quét; cái; 2; 4.500.000"
_NUMBER = re.compile(r"\d+(?:[.\s]\d{3})*(?:,\d+)?")


@frozen
class CostLine:
    """A line of cost; a line that could not be read keeps its whole text in `words` and has no amounts."""

    words: str
    unit: str = ""
    quantity: Decimal | None = None
    price: int | None = None  # đồng

    @property
    def amount(self) -> int | None:
        """Quantity times price, rounded to a đồng; None when either is missing."""
        if self.quantity is None or self.price is None:
            return None
        return int((self.quantity * self.price).to_integral_value(ROUND_HALF_UP))


def read_costs(text: str) -> tuple[CostLine, ...]:
    """Reads each line of a text that is not blank."""
    return tuple(_line(line.strip().lstrip("-+• ")) for line in text.splitlines() if line.strip())


def total(lines: tuple[CostLine, ...]) -> int:
    """Adds up the lines that have an amount."""
    return sum(line.amount or 0 for line in lines)


def quantity_text(quantity: Decimal) -> str:
    """Words a quantity in Vietnamese format: `2`, `1.000`, `2,5`."""
    if quantity == int(quantity):
        return format_number(int(quantity))
    return f"{quantity.normalize():f}".replace(".", ",")


def _line(line: str) -> CostLine:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 4:
        return CostLine(line)
    words, unit, quantity, price = parts
    numbers = [_number(each) for each in (quantity, re.sub(r"\s*(đồng|đ|vnđ)$", "", price, flags=re.IGNORECASE))]
    if not words or numbers[0] is None or numbers[1] is None or numbers[1] != int(numbers[1]):
        return CostLine(line)
    return CostLine(words, unit, numbers[0], int(numbers[1]))


def _number(text: str) -> Decimal | None:
    """Parses a number in Vietnamese format: points between thousands, a comma before decimals; None for other text."""
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(re.sub(r"[.\s]", "", text).replace(",", "."))
