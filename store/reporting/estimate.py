"""Dự toán: lines of cost as somebody types them, `Nội dung; đơn vị tính; số lượng; đơn giá`, read into amounts."""

import re
from decimal import ROUND_HALF_UP, Decimal

from store.frozen import frozen
from store.text import format_number

HINT = "Mỗi dòng một khoản: Nội dung; đơn vị tính; số lượng; đơn giá. Ví dụ: Máy quét; cái; 2; 4.500.000"
_NUMBER = re.compile(r"\d+(?:[.\s]\d{3})*(?:,\d+)?")


@frozen
class CostLine:
    """One line; without amounts where it could not be read as one, and then its words are the whole of it."""

    words: str
    unit: str = ""
    quantity: Decimal | None = None
    price: int | None = None  # đồng

    @property
    def amount(self) -> int | None:
        """Quantity by price, rounded to a đồng; None: it has none."""
        if self.quantity is None or self.price is None:
            return None
        return int((self.quantity * self.price).to_integral_value(ROUND_HALF_UP))


def read_costs(text: str) -> tuple[CostLine, ...]:
    """The lines of a text that are not blank."""
    return tuple(_line(line.strip().lstrip("-+• ")) for line in text.splitlines() if line.strip())


def total(lines: tuple[CostLine, ...]) -> int:
    """The sum of the lines that have an amount."""
    return sum(line.amount or 0 for line in lines)


def quantity_text(quantity: Decimal) -> str:
    """`2`, `1.000`, `2,5`."""
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
    """A number in Vietnamese format: points between thousands, a comma before decimals."""
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(re.sub(r"[.\s]", "", text).replace(",", "."))
