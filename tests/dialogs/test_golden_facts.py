"""The names of facts are stored with people's answers: changing one takes a migration, not an edit."""

from dialogs import facts

GOLDEN = """
areas areas_excluded anywhere employment end first_name home_areas hours_per_week languages max_minutes near_home notice
outside postcodes role shifts shifts_excluded skills start trained_abroad travel_mode unit_types unit_types_excluded units
""".split()


def test_names_of_facts_stay() -> None:
    assert sorted(facts.PROFILE_FACTS) == sorted(GOLDEN)


def test_names_of_topics_stay() -> None:
    topics = [*facts.PROFILE_TOPICS, facts.AUTHORISED, facts.CONFIRM, facts.TIMES]
    topics += [facts.ACCEPTS, facts.TRAINED_ABROAD, facts.CONSENT]
    assert [topic.name for topic in topics] == [
        *("role", "areas", "hours", "shifts", "start", "employment", "first_name"),
        *("authorised", "confirm", "times", "accepts", "trained_abroad", "consent"),
    ]
