package main

import (
	"os"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
)

var template assertions.Template

func TestMain(m *testing.M) {
	template = assertions.Template_FromStack(NewDemoStack(awscdk.NewApp(nil), "Demo", nil), nil)
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func TestRouteAnswersItsClient(t *testing.T) {
	for _, routeKey := range []string{"$default", "report"} {
		t.Run(routeKey, func(t *testing.T) {
			template.HasResourceProperties(jsii.String("AWS::ApiGatewayV2::Route"), map[string]any{
				"RouteKey":                         routeKey,
				"RouteResponseSelectionExpression": "$default",
			})
		})
	}
}

func TestEachRouteHasItsOwnWorkflowAndOneTellsOfEndsWithNoLambda(t *testing.T) {
	template.ResourceCountIs(jsii.String("AWS::ApiGatewayV2::Route"), jsii.Number(2))
	template.ResourceCountIs(jsii.String("AWS::StepFunctions::StateMachine"), jsii.Number(3))
	template.ResourceCountIs(jsii.String("AWS::Lambda::Function"), jsii.Number(0))
}

func TestURLIsAnOutput(t *testing.T) {
	template.HasOutput(jsii.String("Url"), map[string]any{})
}
