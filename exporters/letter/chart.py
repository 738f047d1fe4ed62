"""Puts a native Word chart into a letter: bars or lines of percentages, with the figures kept in the chart."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as DocumentType
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

from exporters.letter.content import Chart
from exporters.sheet.metrics import FONT

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_EMU = 36_000  # a millimetre
_HEIGHT = 90  # mm
#: As in the workbook; dark enough for a black-and-white printer, and each line has a marker of its own.
_COLOURS = ("1F4E79", "BFBFBF", "C55A11", "548235", "7F6000", "7030A0")
_LINE_COLOURS = ("1F4E79", "C55A11", "548235", "7F6000", "7030A0", "404040")
_MARKERS = ("circle", "square", "triangle", "diamond", "x", "star")
_UPRIGHT, _STRAIGHT = '<c:invertIfNegative val="0"/>', '<c:smooth val="0"/>'
_TICKS = '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def add_chart(document: DocumentType, paragraph: Paragraph, chart: Chart, width: float) -> None:
    """Draw a chart in an empty paragraph, `width` mm wide."""
    package = document.part.package
    number = 1 + sum(str(part.partname).startswith("/word/charts/") for part in package.iter_parts())
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _TYPE, _xml(chart).encode(), package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    size = f'cx="{round(width * _EMU)}" cy="{_HEIGHT * _EMU}"'
    drawing = (
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        f' {_SPACES}><wp:inline><wp:extent {size}/><wp:docPr id="{900 + number}" name="Biểu đồ {number}"'
        f" descr={quoteattr(chart.title)}/>"
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    paragraph.add_run()._r.append(parse_xml(drawing))


def _xml(chart: Chart) -> str:
    kind = "lineChart" if chart.is_line else "barChart"
    shape = '<c:grouping val="standard"/>' if chart.is_line else '<c:barDir val="col"/><c:grouping val="clustered"/>'
    gap = '<c:marker val="1"/>' if chart.is_line else '<c:gapWidth val="60"/>'
    series = "".join(_series(place, name, values, chart) for place, (name, values) in enumerate(chart.series))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace {_SPACES}><c:chart>'
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1300" b="1"/></a:pPr><a:r>'
        f'<a:rPr lang="vi-VN" sz="1300" b="1"/><a:t>{escape(chart.title)}</a:t></a:r></a:p></c:rich></c:tx>'
        f'<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'<c:{kind}>{shape}<c:varyColors val="0"/>{series}{gap}<c:axId val="1"/><c:axId val="2"/></c:{kind}>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/>{_TICKS}<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="100"/><c:min val="0"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln><a:solidFill>'
        '<a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
        f'<c:numFmt formatCode="0" sourceLinked="0"/>{_TICKS}<c:crossAx val="1"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/><c:majorUnit val="20"/></c:valAx>'
        "</c:plotArea>"
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        f'</c:chart><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"><a:latin typeface="{FONT}"/>'
        "</a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr></c:chartSpace>"
    )


def _label(point: tuple[int, float]) -> str:
    """Return the label of a bar in Vietnamese format; a plain number would take the format of the computer."""
    place, value = point
    text = f"{value:.2f}".replace(".", ",")
    words = f"<c:rich><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></c:rich>"
    return f'<c:dLbl><c:idx val="{place}"/><c:tx>{words}</c:tx>{_SHOWN}</c:dLbl>'


def _series(place: int, name: str, values: Sequence[float | None], chart: Chart) -> str:
    labels = "".join(f'<c:pt idx="{n}"><c:v>{escape(text)}</c:v></c:pt>' for n, text in enumerate(chart.labels))
    known = [(n, value) for n, value in enumerate(values) if value is not None]
    points = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in known)
    colour = (_LINE_COLOURS if chart.is_line else _COLOURS)[place % 6]
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    looks = f'<c:spPr><a:ln w="22225">{fill}</a:ln></c:spPr>' if chart.is_line else f"<c:spPr>{fill}</c:spPr>"
    marker = f'<c:marker><c:symbol val="{_MARKERS[place % 6]}"/><c:size val="6"/></c:marker>' if chart.is_line else ""
    shown = "" if chart.is_line or place else f"<c:dLbls>{''.join(map(_label, known))}{_SHOWN}</c:dLbls>"
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:v>{escape(name)}</c:v></c:tx>'
        f"{looks}{marker}{'' if chart.is_line else _UPRIGHT}{shown}"
        f'<c:cat><c:strLit><c:ptCount val="{len(chart.labels)}"/>{labels}</c:strLit></c:cat>'
        f'<c:val><c:numLit><c:formatCode>0.00</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit></c:val>'
        f"{_STRAIGHT if chart.is_line else ''}</c:ser>"
    )
