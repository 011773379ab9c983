"""The parts of the library that the demo has no use for: messages to persons, groups and everybody."""

import aws_cdk as cdk
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk.assertions import Match, Template
from cdk_websocket_step_functions import (
    Broadcast,
    ConnectionRegistry,
    GroupAccess,
    SendToGroup,
    SendToPrincipal,
    WebSocketStepFunctionsAsync,
)


def test_a_message_reaches_persons_groups_and_everybody() -> None:
    stack = cdk.Stack(cdk.App(), "Registry")
    connections = ConnectionRegistry(
        stack, "Connections", group_access=GroupAccess.listed_in("authorizer.groups")
    )
    message = sfn.TaskInput.from_object({"done": True})
    tell = (
        SendToPrincipal.json_path(stack, "Person", connections=connections, message=message)
        .next(SendToGroup.json_path(stack, "Group", connections=connections, message=message, group="room"))
        .next(Broadcast.jsonata(stack, "All", connections=connections, message=message))
    )
    api = WebSocketStepFunctionsAsync(
        stack, "Orders", connections=connections, definition_body=sfn.DefinitionBody.from_chainable(tell)
    )
    api.add_group_routes()
    api.add_presence_route()

    template = Template.from_stack(stack)
    template.has_resource_properties(
        "AWS::DynamoDB::Table", {"TimeToLiveSpecification": {"AttributeName": "expiresAt", "Enabled": True}}
    )
    for route_key in ["$connect", "$disconnect", "join", "leave", "presence"]:
        template.has_resource_properties("AWS::ApiGatewayV2::Route", {"RouteKey": route_key, "Target": Match.any_value()})
