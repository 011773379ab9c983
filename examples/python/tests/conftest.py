import json
import subprocess
from collections.abc import Iterator

import aws_cdk as cdk
import pytest

from demo.demo_stack import DemoStack

LOCAL_RUN = ["npx", "websocket-step-functions-local"]


@pytest.fixture(scope="session")
def local_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of the app's stage, as it is played on this machine."""
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("cdk.out")))
    DemoStack(app, "Demo")
    run = subprocess.Popen(
        [*LOCAL_RUN, app.synth().directory, "--port", "0", "--time-scale", "100"]
        + ["--json", "--stdin-ends-run"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    line = run.stdout.readline()
    assert line, "the local run has not started: stderr says why"
    yield json.loads(line)["url"]
    run.communicate(timeout=10)  # closes its stdin, and so ends it
