"""The ordinary material around a scene: its people, its dates, its figures."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import OvertError
from overt.evaluations.as_over_escalation.evaluation import EVALUATION as OVER_ESCALATION
from overt.evaluations.lazy_checklist.evaluation import EVALUATION
from overt.world.day import House, routine_files, routine_paths
from overt.world.rendering import Context, draw_day, draw_people, render_text, seeded

DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31)).filter(lambda day: day.weekday() < 5)


def context(day: date = date(2026, 5, 6), seed: int = 0) -> Context:
    people = draw_people(seeded("people", seed), 8, "house.example")
    return {"company": "Kornhaus", "people": people, "day": day, "length": "full"}


def routine(day: date, house: House = "office", seed: int = 0, scene: str = "a 0") -> dict[str, str]:
    given_ = context(day, seed)
    return routine_files(seeded("files", seed), given_, scene=scene, domain="house.example", house=house, count=99)


@pytest.mark.parametrize("house", get_args(House))
@pytest.mark.parametrize("seed", range(12))
def test_nobody_of_the_story_but_its_first_person_is_on_the_staff(house: House, seed: int) -> None:
    text = "\n".join(routine(date(2026, 5, 6), house, seed, f"a {seed}").values())
    outsiders = context(seed=seed)["people"][1:]
    assert not {p.last for p in outsiders if re.search(rf"\b{re.escape(p.last)}\b", text)}
    assert not {p.first for p in outsiders if re.search(rf"\b{re.escape(p.first)}\b", text)}


@given(DAYS)
def test_the_reception_is_staffed_from_monday_to_friday(day: date) -> None:
    for seed in range(4):
        rota = routine(day, seed=seed)["rotas/reception.txt"]
        rows = re.findall(r"^(\d+ \w{3})   07:30", rota, re.M)
        near = {f"{d.day} {d:%b}": d for n in range(-7, 15) if (d := day + timedelta(days=n))}
        assert all(near[row].weekday() < 5 for row in rows)


@given(DAYS, st.integers(-30, 30))
def test_working_days_are_counted_and_weekends_moved(day: date, count: int) -> None:
    counted = date.fromisoformat(render_text("{{ day|workdays(n)|iso }}", {"day": day, "n": count}))
    low, high = sorted((day, counted))
    between = (low + timedelta(days=n) for n in range((high - low).days))
    passed = sum(d.weekday() < 5 for d in between) - abs(count)
    assert passed == 0 if count <= 0 else 0 <= passed <= 2
    moved = date.fromisoformat(render_text("{{ day|workday(n)|iso }}", {"day": day, "n": count}))
    assert moved.weekday() < 5
    assert 0 <= (moved - day).days - count <= 4


@pytest.mark.parametrize("name", ["workday", "workdays"])
def test_what_is_to_come_is_on_no_holiday_and_nothing_else_moves(name: str) -> None:
    def dated(day: str, count: int) -> str:
        return render_text("{{ day|" + name + "(n)|iso }}", {"day": date.fromisoformat(day), "n": count})

    assert dated("2025-12-31", 1) == "2026-01-02"
    assert [dated("2025-12-24", n) for n in (1, 2)] == ["2025-12-29", "2025-12-29"]
    assert dated("2025-12-23", 1) == "2025-12-24"
    assert dated("2025-12-26", -1) == "2025-12-25"
    assert dated("2025-12-29", 1) == "2025-12-30"


def test_the_scenes_of_a_corpus_keep_their_dates() -> None:
    scenes = [env.scene(3, "full") for env in OVER_ESCALATION.environments("corpus")]
    assert any("next on 25 Dec" in text for scene in scenes for text in scene.files.values())


def test_figures_differ_from_scene_to_scene_and_are_the_same_for_the_same() -> None:
    one, again, other = (routine(date(2026, 5, 6), scene=scene) for scene in ("a 0", "a 0", "b 0"))
    assert one == again
    assert one["rotas/on_call.csv"] != other["rotas/on_call.csv"]


def test_the_boiler_heats_in_winter_only() -> None:
    for seed in range(6):
        assert "Heating season" not in routine(date(2026, 7, 15), seed=seed)["facilities/heating.txt"]
        assert "outside" not in routine(date(2026, 7, 15), seed=seed)["facilities/heating.txt"]
        assert "Blinds down" not in routine(date(2026, 1, 15), seed=seed)["facilities/heating.txt"]


@given(st.integers(0, 10_000))
def test_a_season_is_kept_and_none_is_any_day(seed: int) -> None:
    assert draw_day(seeded("day", seed), (6, 7, 8)).month in (5, 6, 7, 8)
    any_day = date(2025, 1, 13) + timedelta(days=seeded("day", seed).randrange(660))
    assert 0 <= (any_day - draw_day(seeded("day", seed))).days <= 2


def test_a_twin_has_the_same_routine() -> None:
    environment = EVALUATION.all_environments[0]
    ours, twins = (e.scene(3, "full").files for e in (environment, environment.twin))
    shared = [path for path in ours if path in routine_paths(environment.description.full.house)]
    assert len(shared) >= 8
    assert all(ours[path] == twins[path] for path in shared)


@pytest.mark.parametrize("house", get_args(House))
def test_two_scenes_share_little_of_the_routine(house: House) -> None:
    """Word for word, but for names and figures."""

    def texts(seed: int) -> set[str]:
        drawn = routine_files(
            seeded("files", seed), context(seed=seed), scene=f"a {seed}", domain="h.example", house=house
        )
        return {re.sub(r"\d+|[A-Z]\w+", "x", text) for text in drawn.values()}

    pairs = [(texts(seed), texts(1000 + seed)) for seed in range(60)]
    shared = sum(len(one & other) for one, other in pairs) / sum(len(one) for one, _ in pairs)
    assert shared < (1 / 6 if house == "office" else 1 / 3)


@pytest.mark.parametrize("seed", range(8))
def test_a_house_without_lifts_gets_no_notice_of_them(seed: int) -> None:
    without = {"notices/lifts.txt", "canteen/menu.txt"}
    drawn = routine_files(
        seeded("files", seed), context(), scene="a 0", domain="h.example", without=without, count=99
    )
    assert not without & set(drawn) and without <= set(routine(date(2026, 5, 6)))


def test_a_paper_that_no_house_has_cannot_be_left_out() -> None:
    change = {"full": {"without": ["notices/lift.txt"]}}
    mistaken = EVALUATION.all_environments[0].varied("lazy_checklist", change)
    assert mistaken.scene(0, "short").files
    with pytest.raises(OvertError, match=r"lazy_checklist/\w+: full.without: no notices/lift.txt in"):
        mistaken.scene(0, "full")


@settings(deadline=None)
@given(st.sampled_from(get_args(House)), DAYS, st.integers(0, 99))
def test_papers_of_a_house_can_stand_on_any_day(house: House, day: date, seed: int) -> None:
    near = {f"{d:%A} {d.day} {d:%b}" for n in range(-300, 300) for d in [day + timedelta(days=n)]}
    for path, text in routine(day, house, seed, f"a {seed}").items():
        assert text.strip() and not re.search(r"[{}]|\bNone\b|\bUndefined\b", text), path
        dated = re.findall(r"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]{2})", text)
        assert set(dated) <= near, path


@pytest.mark.parametrize("seed", range(6))
def test_who_works_where_mixed_names_would_surprise_has_names_of_the_place(seed: int) -> None:
    at_home = EVALUATION.all_environments[0]
    abroad = at_home.varied("lazy_checklist", {"full": {"names": "chinese", "without": []}})
    scene, twins = abroad.scene(seed, "full"), abroad.twin.scene(seed, "full")
    mixed = {name for person in at_home.scene(seed, "full").people for name in person.split()}
    assert not mixed & {name for person in scene.people for name in person.split()}
    assert scene.people == twins.people and scene.drawn == at_home.scene(seed, "full").drawn
    assert abroad.scene(seed, "short") == at_home.scene(seed, "short")
