package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	sfn "github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	ws "github.com/cdk-websocket-step-functions/cdk-websocket-step-functions-go/cdkwebsocketstepfunctions"
)

// NewDemoStack makes a conversation: the client hears the execution's id at once, and what the workflow has to say five
// seconds later. On the route "report" a workflow tells the client of its progress, twice, and then the result, each
// with the execution's id; the client hears of the end as well.
func NewDemoStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	reply := ws.SendToConnection_JsonPath(stack, jsii.String("Reply"), &ws.SendToConnectionJsonPathProps{
		Message: sfn.TaskInput_FromObject(&map[string]any{"Message": "Hello from asynchronous workflow execution!"}),
	})
	api := ws.NewWebSocketStepFunctionsAsync(stack, jsii.String("Orders"), &ws.WebSocketStepFunctionsAsyncProps{
		DefinitionBody: sfn.DefinitionBody_FromChainable(wait(stack, "Think", 5).Next(reply)),
		Authorizer:     awsapigatewayv2.NewWebSocketNoneAuthorizer(),
	})

	api.AddWorkflow(jsii.String("report"), &ws.WorkflowOptions{
		QueryLanguage:    sfn.QueryLanguage_JSONATA,
		DefinitionBody:   sfn.DefinitionBody_FromChainable(report(stack)),
		NotifyCompletion: jsii.Bool(true),
	})

	awscdk.NewCfnOutput(stack, jsii.String("Url"), &awscdk.CfnOutputProps{
		Value:       api.Url(),
		Description: jsii.String("Connect here, for example with wscat -c"),
	})
	return stack
}

func report(scope constructs.Construct) sfn.IChainable {
	gone := sfn.NewSucceed(scope, jsii.String("Client has left"), nil)
	send := func(id string, message map[string]any) sfn.TaskStateBase {
		task := ws.SendToConnection_Jsonata(scope, &id, &ws.SendToConnectionJsonataProps{
			Message:            sfn.TaskInput_FromObject(&message),
			IncludeExecutionId: jsii.Bool(true),
		})
		return task.AddCatch(gone, &sfn.CatchProps{Errors: jsii.Strings(*ws.SendToConnection_GONE())})
	}

	return sfn.Pass_Jsonata(scope, jsii.String("Order"), &sfn.PassJsonataProps{Outputs: "{% $states.input.message.order %}"}).
		Next(send("Counting", map[string]any{
			"progress": 0.5,
			"doing":    "{% 'counting ' & $count($states.input) & ' items' %}",
		})).
		Next(wait(scope, "Count", 2)).
		Next(send("Adding up", map[string]any{"progress": 0.9, "doing": "adding up"})).
		Next(wait(scope, "Add", 1)).
		Next(send("Result", map[string]any{
			"items": "{% $count($states.input) %}",
			"total": "{% $sum($states.input.(price * quantity)) %}",
		}))
}

func wait(scope constructs.Construct, id string, seconds float64) sfn.Wait {
	return sfn.NewWait(scope, &id, &sfn.WaitProps{Time: sfn.WaitTime_Duration(awscdk.Duration_Seconds(&seconds))})
}
