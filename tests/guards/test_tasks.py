"""Every Celery task names its queue, lives in a tasks.py door, and beat only names tasks that exist."""

import pytest

from tracker.celery import BEAT_SCHEDULE, QUEUES, app


def own_tasks():
    app.loader.import_default_modules()
    found = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    assert found, "the walk found no task"
    return found


@pytest.mark.parametrize("name", sorted(own_tasks()))
def test_every_task_names_its_queue_and_keeps_no_result(name):
    task = own_tasks()[name]
    queue = app.amqp.router.route({}, name)["queue"].name
    assert queue in set(QUEUES) - {"celery"}, f"{name} has no place in ROUTES (tracker/celery.py)"
    assert getattr(task, "queue", None) is None, f"{name}: its queue belongs in ROUTES, Celery 6 ignores it on a task"
    assert task.ignore_result is not False
    assert ".tasks" in task.__module__, f"{name} lives outside a tasks.py door"


@pytest.mark.parametrize("entry", sorted(BEAT_SCHEDULE))
def test_every_beat_entry_names_a_task_and_expires(entry):
    row = BEAT_SCHEDULE[entry]
    assert row["task"] in own_tasks()
    assert row["options"]["expires"] > 0, "a stale tick after an outage is noise"
    assert not {"eta", "countdown"} & set(row["options"])


def test_beat_is_not_empty():
    assert BEAT_SCHEDULE
