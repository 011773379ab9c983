import json

from websockets.sync.client import connect


def test_answers_after_the_acknowledgement(local_run: str) -> None:
    with connect(local_run) as client:
        client.send(json.dumps({"first_name": "Jane"}))

        assert ":execution:" in json.loads(client.recv(timeout=10))["executionArn"]
        assert json.loads(client.recv(timeout=10)) == {
            "Message": "Hello from asynchronous workflow execution!"
        }
