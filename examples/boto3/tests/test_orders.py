import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

DEFINITION = (Path(__file__).parent.parent / "orders.asl.json").read_text()
ROLE = "arn:aws:iam::123456789012:role/Orders"
PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})


@pytest.fixture(scope="module")
def activity(stepfunctions) -> str:
    return stepfunctions.create_activity(name="Approve")["activityArn"]


@pytest.fixture
def machine(stepfunctions, activity: str):
    arn = stepfunctions.create_state_machine(
        name="Orders", definition=DEFINITION, roleArn=ROLE
    )["stateMachineArn"]
    yield arn
    stepfunctions.delete_state_machine(stateMachineArn=arn)


def ended(stepfunctions, execution: str) -> dict:
    for _ in range(200):
        description = stepfunctions.describe_execution(executionArn=execution)
        if description["status"] != "RUNNING":
            return description
        time.sleep(0.05)
    raise AssertionError(f"{execution} still runs")


def take(stepfunctions, activity: str) -> dict:
    """As a worker does: a poll without a task is followed by the next."""
    task: dict = {}
    while "taskToken" not in task:
        task = stepfunctions.get_activity_task(activityArn=activity, workerName="test")
    return task


def answer(stepfunctions, activity: str, **output: object) -> dict:
    task = take(stepfunctions, activity)
    stepfunctions.send_task_heartbeat(taskToken=task["taskToken"])
    stepfunctions.send_task_success(
        taskToken=task["taskToken"], output=json.dumps(output)
    )
    return task


def test_an_approved_order_goes_on_after_an_hour(stepfunctions, machine, activity):
    order = {"order": {"id": 7}}
    execution = stepfunctions.start_execution(
        stateMachineArn=machine, name="order-7", input=json.dumps(order)
    )["executionArn"]

    task = answer(stepfunctions, activity, approved=True)

    assert json.loads(task["input"]) == order
    description = ended(stepfunctions, execution)
    assert description["status"] == "SUCCEEDED"
    assert json.loads(description["output"]) == {"id": 7}
    assert (description["stopDate"] - description["startDate"]).seconds >= 3600
    pages = stepfunctions.get_paginator("get_execution_history").paginate(
        executionArn=execution, PaginationConfig={"PageSize": 3}
    )
    assert [event["type"] for page in pages for event in page["events"]] == [
        "ExecutionStarted",
        "TaskStateEntered",
        "ActivityScheduled",
        "ActivityStarted",
        "ActivitySucceeded",
        "TaskStateExited",
        "ChoiceStateEntered",
        "ChoiceStateExited",
        "WaitStateEntered",
        "WaitStateExited",
        "SucceedStateEntered",
        "SucceedStateExited",
        "ExecutionSucceeded",
    ]


def test_a_refused_order_fails(stepfunctions, machine, activity):
    execution = stepfunctions.start_execution(stateMachineArn=machine)["executionArn"]

    answer(stepfunctions, activity, approved=False)

    assert ended(stepfunctions, execution)["error"] == "Refused"


def test_a_worker_waits_for_the_order_that_comes(stepfunctions, machine, activity):
    with ThreadPoolExecutor() as pool:
        task = pool.submit(take, stepfunctions, activity)
        execution = stepfunctions.start_execution(stateMachineArn=machine)
        stepfunctions.send_task_failure(
            taskToken=task.result()["taskToken"], error="Gone", cause="nobody is here"
        )

    description = ended(stepfunctions, execution["executionArn"])
    assert (description["error"], description["cause"]) == ("Gone", "nobody is here")


def test_an_update_is_for_executions_to_come(stepfunctions, machine):
    before = stepfunctions.start_execution(stateMachineArn=machine)["executionArn"]
    stepfunctions.update_state_machine(stateMachineArn=machine, definition=PASS)
    after = stepfunctions.start_execution(stateMachineArn=machine)["executionArn"]

    assert ended(stepfunctions, after)["status"] == "SUCCEEDED"
    stepfunctions.stop_execution(executionArn=before, error="Enough")
    assert ended(stepfunctions, before)["status"] == "ABORTED"
    running = stepfunctions.describe_state_machine_for_execution(executionArn=before)
    assert running["definition"] == DEFINITION


def test_errors_are_the_exceptions_of_boto3(stepfunctions, machine):
    errors = stepfunctions.exceptions
    with pytest.raises(errors.InvalidToken):
        stepfunctions.send_task_success(taskToken="nobody", output="{}")
    with pytest.raises(errors.StateMachineAlreadyExists):
        stepfunctions.create_state_machine(name="Orders", definition=PASS, roleArn=ROLE)
    with pytest.raises(errors.InvalidDefinition, match="SCHEMA_VALIDATION_FAILED"):
        stepfunctions.create_state_machine(name="Bad", definition="{}", roleArn=ROLE)


def test_a_synchronous_execution_answers_its_output(stepfunctions):
    arn = stepfunctions.create_state_machine(
        name="Fast", definition=PASS, roleArn=ROLE, type="EXPRESS"
    )["stateMachineArn"]

    answer = stepfunctions.start_sync_execution(stateMachineArn=arn, input='{"n":1}')

    assert (answer["status"], answer["output"]) == ("SUCCEEDED", '{"n":1}')


def test_a_state_alone_takes_the_branch_of_its_input(stepfunctions):
    result = stepfunctions.test_state(
        definition=DEFINITION,
        stateName="Decide",
        roleArn=ROLE,
        input=json.dumps({"answer": {"approved": True}}),
        inspectionLevel="DEBUG",
    )

    assert (result["status"], result["nextState"]) == ("SUCCEEDED", "Pause")
