"""`tyt export`: a paper into a file, or csv and json to standard output, without opening the app."""

import click

from tui.commands import export_people, export_plans, export_units


@click.group(name="export")
def export() -> None:
    """Xuất một biểu ra tệp.

    Đuôi của OUT chọn dạng: .xlsx, .csv hay .json. “-” in csv hoặc json ra màn hình.
    Thông báo nằm ở stderr. Mã thoát: 0 xong, 2 không làm được.
    """


for _command in (
    export_people.phu_luc_1,
    export_people.any_form,
    export_people.roster,
    export_people.outstanding,
    export_plans.progress_report,
    export_plans.tasks,
    export_plans.indicators,
    export_plans.datasets,
    export_units.guide,
    export_units.template,
    export_units.feedback,
):
    export.add_command(_command)
