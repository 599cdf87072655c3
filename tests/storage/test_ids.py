"""Random ids that are drawn many at once."""

from itertools import islice

from storage.ids import draw_ids


def test_ids_are_random_ones_and_none_comes_twice() -> None:
    ids = [*islice(draw_ids(), 1000), *islice(draw_ids(), 1000)]
    assert len(set(ids)) == len(ids)
    assert {one.version for one in ids} == {4}
