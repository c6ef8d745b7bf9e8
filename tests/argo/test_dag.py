"""What each block becomes: tasks, and the templates they run."""

from __future__ import annotations

from tests.argo.flows import arm, choice, dag, each, flow, loop, split, task, templates

AT = {"parameters": [{"name": "at", "value": "{{inputs.parameters.at}}"}]}


def test_steps_in_a_row_wait_for_one_another() -> None:
    found = templates(flow(task("start"), task("train"), task("end")))
    assert list(found) == ["main", "start", "train", "end"]
    assert dag(found["main"]) == {
        "start": {"template": "start"},
        "train": {"template": "train", "depends": "start"},
        "end": {"template": "end", "depends": "train"},
    }


def test_a_join_waits_for_every_arm() -> None:
    found = templates(flow(task("start"), split((task("a"),), (task("b"),), (), join="join")))
    assert dag(found["main"])["b"]["depends"] == "start"
    assert dag(found["main"])["join"]["depends"] == "a && b && start"


def test_a_map_over_one_step_runs_the_template_of_the_step() -> None:
    found = templates(flow(task("start"), each(task("train"), join="join"), task("end")))
    assert list(found) == ["main", "start", "train", "join", "end"]
    assert dag(found["main"])["train"] == {
        "template": "train",
        "depends": "start",
        "arguments": {"parameters": [{"name": "at", "value": "{{item}}"}]},
        "withSequence": {"count": "{{tasks.start.outputs.parameters.splits}}"},
    }


def test_a_join_runs_after_a_map_that_was_skipped_so_that_nothing_ends_silently() -> None:
    found = templates(flow(task("start"), each(task("train"), join="join")))
    assert dag(found["main"])["join"]["depends"] == "train"


def test_a_map_over_several_steps_has_a_template_named_after_the_artifact() -> None:
    found = templates(flow(task("start"), each(task("a"), task("b"), join="join")))
    assert dag(found["foreach-rows"]) == {
        "a": {"template": "a", "arguments": AT},
        "b": {"template": "b", "depends": "a", "arguments": AT},
    }
    assert found["foreach-rows"]["inputs"] == {"parameters": [{"name": "at"}]}


def test_a_path_grows_by_one_segment_for_each_map() -> None:
    inner = each(task("leaf"), join="inner_join", over="columns")
    found = templates(flow(task("start"), each(task("inner"), inner, join="join")))
    leaf = dag(found["foreach-rows"])["leaf"]["arguments"]["parameters"]
    assert leaf == [{"name": "at", "value": "{{inputs.parameters.at}}.{{item}}"}]


def test_a_bounded_map_is_a_template_that_runs_so_many_at_once() -> None:
    found = templates(flow(task("start"), each(task("train"), join="join", limit=4)))
    assert found["foreach-rows"]["parallelism"] == 4
    assert dag(found["main"])["foreach-rows"] == {
        "template": "foreach-rows",
        "depends": "start",
        "arguments": {
            "parameters": [{"name": "splits", "value": "{{tasks.start.outputs.parameters.splits}}"}]
        },
    }
    items = dag(found["foreach-rows"])["train"]
    assert items["withSequence"] == {"count": "{{inputs.parameters.splits}}"}


def test_an_arm_runs_if_its_first_step_was_chosen() -> None:
    body = choice(arm(task("big_one")), arm(task("small")), arm(key="z"))
    found = dag(templates(flow(task("decide"), body, task("end")))["main"])
    chosen = "{{tasks.decide.outputs.parameters.next}}"
    assert found["big-one"]["when"] == f"'{chosen}' == 'big_one'"
    assert found["small"]["when"] == f"'{chosen}' == 'small'"
    assert found["end"]["depends"] == "big-one && small"


def test_an_arm_of_several_steps_is_a_template_so_that_it_is_skipped_as_a_whole() -> None:
    found = templates(flow(task("decide"), choice(arm(task("a"), task("b")), arm(key="y"))))
    assert dag(found["main"])["a-arm"]["template"] == "a-arm"
    assert dag(found["a-arm"]) == {
        "a": {"template": "a"},
        "b": {"template": "b", "depends": "a"},
    }


def test_an_arm_may_begin_with_a_choice_by_the_same_decision() -> None:
    inner = choice(arm(task("b")), arm(key="z"))
    body = choice(arm(task("a")), arm(inner, task("c"), key="y"))
    found = templates(flow(task("decide"), body, task("end")))
    chosen = "{{tasks.decide.outputs.parameters.next}}"
    assert dag(found["main"])["b-arm"] == {
        "template": "b-arm",
        "depends": "decide",
        "when": f"'{chosen}' == 'b' || '{chosen}' == 'c'",
        "arguments": {"parameters": [{"name": "next", "value": chosen}]},
    }
    assert dag(found["b-arm"]) == {
        "b": {"template": "b", "when": "'{{inputs.parameters.next}}' == 'b'"},
        "c": {"template": "c", "depends": "b"},
    }


def test_a_loop_calls_itself_while_its_last_step_goes_back() -> None:
    found = templates(flow(task("start"), loop(task("train")), task("end")))
    assert dag(found["main"])["train-loop"]["arguments"] == {
        "parameters": [{"name": "iter", "value": "0"}]
    }
    assert dag(found["train-loop"]) == {
        "train": {
            "template": "train",
            "arguments": {"parameters": [{"name": "at", "value": "~{{inputs.parameters.iter}}"}]},
        },
        "train-loop": {
            "template": "train-loop",
            "depends": "train",
            "when": "'{{tasks.train.outputs.parameters.next}}' == 'train'",
            "arguments": {
                "parameters": [{"name": "iter", "value": "{{=asInt(inputs.parameters.iter) + 1}}"}]
            },
        },
    }
    assert "outputs" not in found["train-loop"]


def test_a_loop_hands_on_where_it_was_left_to_if_a_choice_follows() -> None:
    ways = choice(arm(task("a")), arm(task("b")))
    found = templates(flow(loop(task("train")), ways))
    assert found["train-loop"]["outputs"] == {
        "parameters": [
            {
                "name": "next",
                "valueFrom": {
                    "expression": "tasks['train'].outputs.parameters.next == 'train'"
                    " ? tasks['train-loop'].outputs.parameters.next"
                    " : tasks['train'].outputs.parameters.next"
                },
            }
        ]
    }
    chosen = "{{tasks.train-loop.outputs.parameters.next}}"
    assert dag(found["main"])["a"]["when"] == f"'{chosen}' == 'a'"


def test_a_loop_within_a_map_has_the_item_in_its_path() -> None:
    found = templates(flow(task("start"), each(loop(task("a")), join="join")))
    calls = dag(found["main"])["a-loop"]["arguments"]["parameters"]
    assert calls == [{"name": "at", "value": "{{item}}"}, {"name": "iter", "value": "0"}]
    path = dag(found["a-loop"])["a"]["arguments"]["parameters"][0]["value"]
    assert path == "{{inputs.parameters.at}}.~{{inputs.parameters.iter}}"


def test_an_outer_loop_goes_by_what_the_inner_one_was_left_for() -> None:
    found = templates(flow(task("start"), loop(task("a"), loop(task("b"))), task("end")))
    again = dag(found["a-loop"])["a-loop"]
    assert again["when"] == "'{{tasks.b-loop.outputs.parameters.next}}' == 'a'"
    assert "outputs" in found["b-loop"]


def test_more_than_200_steps_share_a_template_and_are_cut_into_parts() -> None:
    found = templates(flow(*(task(f"s{n}") for n in range(450))))
    assert list(found) == ["main", "part-1", "part-2", "part-3", "step", "step-2", "step-3"]
    assert dag(found["main"])["part-3"] == {"template": "part-3", "depends": "part-2"}
    assert dag(found["part-2"])["s200"] == {
        "template": "step-2",
        "arguments": {
            "parameters": [
                {"name": "step", "value": "s200"},
                {"name": "from", "value": "s199"},
                {"name": "to", "value": "s201"},
            ]
        },
    }
    assert found["step-2"]["container"]["args"] == [
        *("step", "{{inputs.parameters.step}}", "--from", "{{inputs.parameters.from}}"),
        *("--to", "{{inputs.parameters.to}}"),
    ]


def test_a_decision_is_handed_on_from_part_to_part() -> None:
    steps = [task(f"s{n}") for n in range(200)]
    found = templates(flow(*steps, each(task("train"), join="join")))
    assert found["part-1"]["outputs"] == {
        "parameters": [
            {
                "name": "splits",
                "valueFrom": {"parameter": "{{tasks.s199.outputs.parameters.splits}}"},
            }
        ]
    }
    assert found["part-2"]["inputs"] == {"parameters": [{"name": "splits"}]}
    items = dag(found["part-2"])["train"]["withSequence"]
    assert items == {"count": "{{inputs.parameters.splits}}"}


def test_steps_with_settings_of_their_own_do_not_share_a_template() -> None:
    steps = [task(f"s{n}") for n in range(250)]
    steps[7] = task("s7", doc="A special one.")
    steps[8] = task("s8", compute=steps[8].compute.__class__(memory="64"))
    found = templates(flow(*steps))
    shared = [one for one in found.values() if "container" in one]
    assert len(shared) == 4
