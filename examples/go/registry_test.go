package main

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	sfn "github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/jsii-runtime-go"
	ws "github.com/cdk-websocket-step-functions/cdk-websocket-step-functions-go/cdkwebsocketstepfunctions"
)

// The parts of the library that the demo has no use for: messages to persons, groups and everybody.
func TestAMessageReachesPersonsGroupsAndEverybody(t *testing.T) {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Registry"), nil)
	connections := ws.NewConnectionRegistry(stack, jsii.String("Connections"), &ws.ConnectionRegistryProps{
		GroupAccess: ws.GroupAccess_ListedIn(jsii.String("authorizer.groups")),
	})
	message := sfn.TaskInput_FromObject(&map[string]any{"done": true})
	person := ws.SendToPrincipal_JsonPath(stack, jsii.String("Person"), &ws.SendToPrincipalJsonPathProps{
		Connections: connections, Message: message,
	})
	group := ws.SendToGroup_JsonPath(stack, jsii.String("Group"), &ws.SendToGroupJsonPathProps{
		Connections: connections, Message: message, Group: jsii.String("room"),
	})
	all := ws.Broadcast_Jsonata(stack, jsii.String("All"), &ws.BroadcastJsonataProps{
		Connections: connections, Message: message,
	})
	api := ws.NewWebSocketStepFunctionsAsync(stack, jsii.String("Orders"), &ws.WebSocketStepFunctionsAsyncProps{
		Connections:    connections,
		DefinitionBody: sfn.DefinitionBody_FromChainable(person.Next(group).Next(all)),
	})
	api.AddGroupRoutes(nil, nil, nil)
	api.AddPresenceRoute(nil, nil)

	template := assertions.Template_FromStack(stack, nil)
	template.HasResourceProperties(jsii.String("AWS::DynamoDB::Table"), map[string]any{
		"TimeToLiveSpecification": map[string]any{"AttributeName": "expiresAt", "Enabled": true},
	})
	for _, routeKey := range []string{"$connect", "$disconnect", "join", "leave", "presence"} {
		template.HasResourceProperties(jsii.String("AWS::ApiGatewayV2::Route"), map[string]any{"RouteKey": routeKey})
	}
}
