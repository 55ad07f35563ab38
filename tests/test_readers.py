"""The benchmark of readers: the faults belong to the flows, and their words recognise right answers."""

from __future__ import annotations

import pytest

from benchmarks.readers.answers import Answer
from benchmarks.readers.lay import faults, numbered
from benchmarks.readers.record import FLOWS, PAGES


def test_each_flow_has_a_page_and_a_fault() -> None:
    names = {flow.name for flow in FLOWS}
    assert len(names) == len(FLOWS) == 20
    assert names == set(faults())
    assert names == {path.stem for path in PAGES.glob("*.html")}


@pytest.mark.parametrize("flow", sorted(faults()))
def test_the_words_of_a_fault_recognise_its_own_sentence_and_no_other(flow: str) -> None:
    assert Answer(faults()[flow]["wrong"]).is_right(flow)
    assert not [other for other in faults() if other != flow and Answer(faults()[other]["wrong"]).is_right(flow)]


def test_a_verdict_of_a_person_counts_instead_of_the_words() -> None:
    assert not Answer("Nothing is wrong.").is_right("roles")
    assert Answer("Nothing is wrong.", judged=True).is_right("roles")


def test_the_numbers_of_a_folder_are_always_the_same_and_differ_between_folders() -> None:
    assert list(numbered("capture-now")) == list(numbered("capture-now"))
    assert list(numbered("capture-now")) != list(numbered("video-now"))
