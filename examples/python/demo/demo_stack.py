from typing import Any

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_apigatewayv2 as apigwv2
from aws_cdk import aws_stepfunctions as sfn
from cdk_websocket_step_functions import SendToConnection, WebSocketStepFunctionsAsync
from constructs import Construct


class DemoStack(Stack):
    """A conversation: the client hears the execution's id at once, and what the
    workflow has to say five seconds later.

    On the route `report` a workflow tells the client of its progress, twice, and
    then the result, each with the execution's id; the client hears of the end as
    well.
    """

    def __init__(self, scope: Construct, construct_id: str, **kwargs: Any) -> None:
        super().__init__(scope, construct_id, **kwargs)

        reply = SendToConnection.json_path(
            self,
            "Reply",
            message=sfn.TaskInput.from_object(
                {"Message": "Hello from asynchronous workflow execution!"}
            ),
        )
        api = WebSocketStepFunctionsAsync(
            self,
            "Orders",
            definition_body=sfn.DefinitionBody.from_chainable(
                self._wait("Think", 5).next(reply)
            ),
            authorizer=apigwv2.WebSocketNoneAuthorizer(),
        )

        api.add_workflow(
            "report",
            query_language=sfn.QueryLanguage.JSONATA,
            definition_body=sfn.DefinitionBody.from_chainable(self._report()),
            notify_completion=True,
        )

        CfnOutput(
            self,
            "Url",
            value=api.url,
            description="Connect here, for example with wscat -c",
        )

    def _report(self) -> sfn.IChainable:
        gone = sfn.Succeed(self, "Client has left")

        def send(construct_id: str, message: dict[str, Any]) -> sfn.TaskStateBase:
            return SendToConnection.jsonata(
                self,
                construct_id,
                message=sfn.TaskInput.from_object(message),
                include_execution_id=True,
            ).add_catch(gone, errors=[SendToConnection.GONE])

        counting = send(
            "Counting",
            {
                "progress": 0.5,
                "doing": "{% 'counting ' & $count($states.input) & ' items' %}",
            },
        )
        result = send(
            "Result",
            {
                "items": "{% $count($states.input) %}",
                "total": "{% $sum($states.input.(price * quantity)) %}",
            },
        )
        return (
            sfn.Pass.jsonata(self, "Order", outputs="{% $states.input.message.order %}")
            .next(counting)
            .next(self._wait("Count", 2))
            .next(send("Adding up", {"progress": 0.9, "doing": "adding up"}))
            .next(self._wait("Add", 1))
            .next(result)
        )

    def _wait(self, construct_id: str, seconds: int) -> sfn.Wait:
        time = sfn.WaitTime.duration(Duration.seconds(seconds))
        return sfn.Wait(self, construct_id, time=time)
