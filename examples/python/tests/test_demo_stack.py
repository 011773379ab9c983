import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from demo.demo_stack import DemoStack


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.from_stack(DemoStack(cdk.App(), "Demo"))


@pytest.mark.parametrize("route_key", ["$default", "report"])
def test_route_answers_its_client(template: Template, route_key: str) -> None:
    template.has_resource_properties(
        "AWS::ApiGatewayV2::Route",
        {"RouteKey": route_key, "RouteResponseSelectionExpression": "$default"},
    )


def test_each_route_has_its_own_workflow_and_one_tells_of_ends_with_no_lambda(
    template: Template,
) -> None:
    template.resource_count_is("AWS::ApiGatewayV2::Route", 2)
    template.resource_count_is("AWS::StepFunctions::StateMachine", 3)
    template.resource_count_is("AWS::Lambda::Function", 0)


def test_url_is_an_output(template: Template) -> None:
    template.has_output("Url", {})
