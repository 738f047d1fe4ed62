"""Vietnamese questions and answers for the proposals about a file."""

import re

from store.receiving.proposal import Proposal, ProposalKind
from store.text import format_number

_NUMBER = re.compile(r"\d[\d .'-]{7,}")  # of somebody, in the words of a reason
_QUESTIONS = {
    ProposalKind.CARD_BY_NUMBER: "{people} có số CCCD, tệp không nói đã có thẻ chưa: ghi Đã ở mục Thẻ CCCD?",
    ProposalKind.NOTE_IS_REASON: "Ghi chú của {people} là lý do của mục họ chưa làm: ghi làm lý do?",
    ProposalKind.REASON_OF_ALL: "Lý do của {people} đứng sau nhiều mục chưa làm: ghi cho mọi mục đó?",
    ProposalKind.MISSING_ZEROS: "Số CCCD của {people} thiếu số 0 ở đầu: bù vào?",
    ProposalKind.SAME_REASON: "Lý do “{words}” ({people}): là “{instead}” đã có trong danh mục?",
    ProposalKind.LATER_ANSWER: "{people} trả lời lại: chỉ lấy lần trả lời sau cùng?",
    ProposalKind.MARK_MEANS: "Dấu {words} {where} ({people}): là {instead}?",
    ProposalKind.REST_IS_DONE: "Cột “{words}” ({people}): mục không nêu tên ({where}) là Đã?",
    ProposalKind.LINE_COUNTS: "Dòng “{words}” bằng tổng các dòng khác: là một khoa/phòng, cộng vào?",
}
_ANSWERS = {
    ProposalKind.CARD_BY_NUMBER: ("ghi Đã", "không, chưa biết"),
    ProposalKind.MISSING_ZEROS: ("bù số 0", "không, bỏ trống"),
    ProposalKind.SAME_REASON: ("đúng, cùng một lý do", "không, là lý do mới"),
    ProposalKind.LATER_ANSWER: ("lấy lần sau", "để tôi xem từng dòng"),
    ProposalKind.MARK_MEANS: ("đúng, ở mọi cột, nhớ cho tệp sau", "không, để tôi hỏi lại"),
    ProposalKind.REST_IS_DONE: ("đúng, ghi Đã", "không, chưa biết"),
    ProposalKind.LINE_COUNTS: ("là khoa/phòng, cộng vào", "không, là dòng tổng"),
}


def question(proposal: Proposal) -> str:
    """The question that a proposal asks: `Số CCCD của 3 người thiếu số 0 ở đầu: bù vào?`."""
    people = f"{format_number(len(proposal.changes))} người"
    words, instead = (_NUMBER.sub("…", text) for text in (proposal.words, proposal.instead))
    return _QUESTIONS[proposal.kind].format(people=people, words=words, instead=instead, where=proposal.where)


def answers(proposal: Proposal) -> tuple[str, str]:
    """The words for accepting and for declining a proposal."""
    return _ANSWERS.get(proposal.kind, ("ghi như vậy", "không"))
