"""What Lambda's Python runtime does, one process an execution environment: loads the handler, then takes one event after another from the
Runtime API.

See https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""
import importlib
import json
import os
import platform
import re
import socket
import sys
import time
import traceback
from http.client import HTTPConnection

API = os.environ["AWS_LAMBDA_RUNTIME_API"]
HANDLER = os.environ.get("_HANDLER", "")
AWS = re.compile(r"(^|\.)(amazonaws\.(com(\.cn)?|eu)|api\.aws|on\.aws|amazonwebservices\.com\.cn)$", re.I)
METADATA = re.compile(r"^(169\.254\.169\.254|169\.254\.170\.(2|23)|\[?fd00:ec2::(23|254)\]?)$", re.I)
# What AWS's names resolve to, for whoever looks them up before he connects: connections to it lead to the run.
MARK = "127.65.87.83"


def lead_aws_hosts_to(target):
    """Leads AWS's host names to the local run, host and port, whatever SDK the function uses."""
    hosts, allow_aws, run = set(target["hosts"]), target["allowAws"], (target["host"], target["port"])
    getaddrinfo, gethostbyname, gethostbyname_ex = socket.getaddrinfo, socket.gethostbyname, socket.gethostbyname_ex

    def leads(host):
        name = host.decode() if isinstance(host, bytes) else host
        return isinstance(name, str) and (name == MARK or name.lower() in hosts or (not allow_aws and bool(AWS.search(name) or METADATA.match(name))))

    socket.getaddrinfo = lambda host, port, *args, **kwargs: getaddrinfo(*(run if leads(host) else (host, port)), *args, **kwargs)
    socket.gethostbyname = lambda host: MARK if leads(host) else gethostbyname(host)
    socket.gethostbyname_ex = lambda host: (host, [], [MARK]) if leads(host) else gethostbyname_ex(host)
    for name in ("connect", "connect_ex"):
        lead_connections(name, lambda address: run if isinstance(address, tuple) and leads(address[0]) else address)


def lead_connections(name, led):
    original = getattr(socket.socket, name)
    setattr(socket.socket, name, lambda self, address: original(self, led(address)))


def call(connection, method, path, body=None, headers=None):
    try:
        connection.request(method, "/2018-06-01/runtime/" + path, body, headers or {})
        response = connection.getresponse()
        return response.headers, response.read()
    except OSError:
        # The local run has gone: so does whoever works for it.
        os._exit(0)


def report(connection, path, error_type, message, stack):
    sys.stdout.flush()
    print("[ERROR] {}: {}".format(error_type, message), file=sys.stderr)
    if stack:
        print("Traceback (most recent call last):\n" + "".join(stack), file=sys.stderr, end="")
    sys.stderr.flush()
    body = {"errorMessage": message, "errorType": error_type, "requestId": "", "stackTrace": stack}
    if path.startswith("invocation/"):
        body["requestId"] = path.split("/")[1]
    header = error_type.encode("ascii", "replace").decode()
    call(connection, "POST", path, json.dumps(body), {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": header})


class InitError(Exception):
    """What Lambda says of a handler that cannot be loaded."""

    def __init__(self, error_type, message, stack=()):
        super().__init__(message)
        self.error_type = error_type
        self.stack = list(stack)


def load_handler():
    module_name, dot, function_name = HANDLER.rpartition(".")
    if not dot or not module_name:
        raise InitError("Runtime.MalformedHandlerName", "Bad handler '{}': not enough values to unpack (expected 2, got 1)".format(HANDLER))
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise InitError("Runtime.ImportModuleError", "Unable to import module '{}': {}".format(module_name, error))
    except SyntaxError as error:
        place = ['  File "{}" Line {}\n    {}\n'.format(error.filename, error.lineno, (error.text or "").strip())]
        raise InitError("Runtime.UserCodeSyntaxError", "Syntax error in module '{}': {}".format(module_name, error), place)
    if not hasattr(module, function_name):
        raise InitError("Runtime.HandlerNotFound", "Handler '{}' missing on module '{}'".format(function_name, module_name))
    return getattr(module, function_name)


class Context:
    """What a handler is told of its invocation."""

    def __init__(self, headers):
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = None
        self.identity = None

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


def as_json(value):
    try:
        return json.dumps(value, ensure_ascii=False, default=decimal).encode()
    except (TypeError, ValueError) as error:
        raise MarshalError("Unable to marshal response: {}".format(error))


def decimal(value):
    """Lambda's runtime writes the numbers of boto3's tables as numbers."""
    if type(value).__name__ == "Decimal":
        return float(value)
    raise TypeError("Object of type {} is not JSON serializable".format(type(value).__name__))


class MarshalError(Exception):
    """A result that is no JSON."""


def serve(connection, handler):
    while True:
        headers, body = call(connection, "GET", "invocation/next", None, {"Local-Run-Version": platform.python_version()})
        path = "invocation/" + headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            result = as_json(handler(json.loads(body), Context(headers)))
        except MarshalError as error:
            report(connection, path + "/error", "Runtime.MarshalError", str(error), [])
        except Exception as error:
            # The first frame is this file's.
            stack = traceback.format_list(traceback.extract_tb(error.__traceback__)[1:])
            report(connection, path + "/error", type(error).__name__, str(error), stack)
        else:
            sys.stdout.flush()
            call(connection, "POST", path + "/response", result, {"Content-Type": "application/json"})


def main():
    if os.environ.get("LOCAL_RUN_AWS"):
        lead_aws_hosts_to(json.loads(os.environ["LOCAL_RUN_AWS"]))
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    host, port = API.split(":")
    connection = HTTPConnection(host, int(port))
    try:
        handler = load_handler()
    except InitError as error:
        report(connection, "init/error", error.error_type, str(error), error.stack)
        os._exit(1)
    except BaseException as error:
        stack = traceback.format_list(traceback.extract_tb(error.__traceback__)[2:])
        report(connection, "init/error", type(error).__name__, str(error), stack)
        os._exit(1)
    serve(connection, handler)


if __name__ == "__main__":
    main()
