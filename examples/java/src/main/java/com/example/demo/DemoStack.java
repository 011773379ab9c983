package com.example.demo;

import io.github.cdkwebsocketstepfunctions.SendToConnection;
import io.github.cdkwebsocketstepfunctions.SendToConnectionJsonPathProps;
import io.github.cdkwebsocketstepfunctions.SendToConnectionJsonataProps;
import io.github.cdkwebsocketstepfunctions.WebSocketStepFunctionsAsync;
import io.github.cdkwebsocketstepfunctions.WorkflowOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.WebSocketNoneAuthorizer;
import software.amazon.awscdk.services.stepfunctions.CatchProps;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.IChainable;
import software.amazon.awscdk.services.stepfunctions.Pass;
import software.amazon.awscdk.services.stepfunctions.PassJsonataProps;
import software.amazon.awscdk.services.stepfunctions.QueryLanguage;
import software.amazon.awscdk.services.stepfunctions.Succeed;
import software.amazon.awscdk.services.stepfunctions.TaskInput;
import software.amazon.awscdk.services.stepfunctions.TaskStateBase;
import software.amazon.awscdk.services.stepfunctions.Wait;
import software.amazon.awscdk.services.stepfunctions.WaitTime;
import software.constructs.Construct;

/**
 * A conversation: the client hears the execution's id at once, and what the workflow has to say five seconds later. On
 * the route {@code report} a workflow tells the client of its progress, twice, and then the result, each with the
 * execution's id; the client hears of the end as well.
 */
public class DemoStack extends Stack {
    public DemoStack(final Construct scope, final String id) {
        super(scope, id);

        SendToConnection reply = SendToConnection.jsonPath(this, "Reply", SendToConnectionJsonPathProps.builder()
                .message(TaskInput.fromObject(Map.of("Message", "Hello from asynchronous workflow execution!")))
                .build());
        WebSocketStepFunctionsAsync api = WebSocketStepFunctionsAsync.Builder.create(this, "Orders")
                .definitionBody(DefinitionBody.fromChainable(pause("Think", 5).next(reply)))
                .authorizer(new WebSocketNoneAuthorizer())
                .build();

        api.addWorkflow("report", WorkflowOptions.builder()
                .queryLanguage(QueryLanguage.JSONATA)
                .definitionBody(DefinitionBody.fromChainable(report()))
                .notifyCompletion(true)
                .build());

        CfnOutput.Builder.create(this, "Url")
                .value(api.getUrl())
                .description("Connect here, for example with wscat -c")
                .build();
    }

    private IChainable report() {
        Succeed gone = new Succeed(this, "Client has left");
        return Pass.jsonata(this, "Order", PassJsonataProps.builder()
                        .outputs("{% $states.input.message.order %}")
                        .build())
                .next(send("Counting", gone, Map.of(
                        "progress", 0.5,
                        "doing", "{% 'counting ' & $count($states.input) & ' items' %}")))
                .next(pause("Count", 2))
                .next(send("Adding up", gone, Map.of("progress", 0.9, "doing", "adding up")))
                .next(pause("Add", 1))
                .next(send("Result", gone, Map.of(
                        "items", "{% $count($states.input) %}",
                        "total", "{% $sum($states.input.(price * quantity)) %}")));
    }

    private TaskStateBase send(final String id, final Succeed gone, final Map<String, Object> message) {
        // Map.of has another order in every JVM, and each would be a change of the state machine: TreeMap has one order.
        return SendToConnection.jsonata(this, id, SendToConnectionJsonataProps.builder()
                        .message(TaskInput.fromObject(new TreeMap<>(message)))
                        .includeExecutionId(true)
                        .build())
                .addCatch(gone, CatchProps.builder()
                        .errors(List.of(SendToConnection.GONE))
                        .build());
    }

    private Wait pause(final String id, final int seconds) {
        return Wait.Builder.create(this, id)
                .time(WaitTime.duration(Duration.seconds(seconds)))
                .build();
    }
}
