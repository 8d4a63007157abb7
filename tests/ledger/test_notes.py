from tests.ledger.making import SITE


def test_there_is_no_note_before_somebody_wrote_one(ledger):
    assert ledger.notes.get(SITE, "SweepBot", "talk") == ""


def test_a_note_is_replaced_by_the_next_one(ledger):
    for value in ("70", "71", "71", "", "𝄞" * 40_000):
        ledger.notes.set(SITE, "SweepBot", "talk", value)
        assert ledger.notes.get(SITE, "SweepBot", "talk") == value


def test_notes_of_another_wiki_account_or_name_are_others(ledger):
    ledger.notes.set(SITE, "SweepBot", "talk", "70")
    for place in ((SITE, "sweepBot", "talk"), (SITE, "SweepBot", "Talk"), ("", "SweepBot", "talk")):
        assert ledger.notes.get(*place) == ""
