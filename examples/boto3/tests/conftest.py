import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

ROOT = Path(__file__).parent.parent
COMMAND = [ROOT / "node_modules" / ".bin" / "websocket-step-functions-local"]


@pytest.fixture(scope="session")
def endpoint_url() -> Iterator[str]:
    """A run whose hours are seconds, on any free port."""
    options = ["--port", "0", "--time-scale", "3600", "--json"]
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        yield json.loads(run.stdout.readline())["url"]
        run.terminate()
        # Whoever writes a log wants it to be read.
        run.communicate()


@pytest.fixture(scope="session")
def stepfunctions(endpoint_url: str):
    return boto3.client(
        "stepfunctions",
        endpoint_url=endpoint_url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        # StartSyncExecution and TestState go to a host of their own on AWS.
        config=Config(inject_host_prefix=False, retries={"max_attempts": 1}),
    )
