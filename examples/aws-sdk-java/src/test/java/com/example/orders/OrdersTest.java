package com.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetActivityTaskResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.SyncExecutionStatus;

class OrdersTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/Orders";
    private static final String PASS = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";

    private static LocalStepFunctions run;
    private static SfnClient sfn;

    @BeforeAll
    static void start() throws IOException {
        run = new LocalStepFunctions();
        sfn = run.client();
    }

    @AfterAll
    static void stop() {
        sfn.close();
        run.close();
    }

    @Test
    void aWorkerAnswersTheTaskOfAnExecution() throws InterruptedException {
        String activity = sfn.createActivity(request -> request.name("Approve")).activityArn();
        String definition = """
            {"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"%s","End":true}}}""".formatted(activity);
        String machine = sfn.createStateMachine(request -> request.name("Orders").definition(definition).roleArn(ROLE)).stateMachineArn();
        String execution = sfn.startExecution(request -> request.stateMachineArn(machine).input("{\"id\":7}")).executionArn();

        GetActivityTaskResponse task = sfn.getActivityTask(request -> request.activityArn(activity).workerName("test"));
        while (task.taskToken() == null) {
            task = sfn.getActivityTask(request -> request.activityArn(activity).workerName("test"));
        }
        String token = task.taskToken();
        sfn.sendTaskSuccess(request -> request.taskToken(token).output("{\"approved\":true}"));

        assertEquals("{\"id\":7}", task.input());
        DescribeExecutionResponse ended = end(execution);
        assertEquals(ExecutionStatus.SUCCEEDED, ended.status());
        assertEquals("{\"approved\":true}", ended.output());
        HistoryEvent last = sfn.getExecutionHistory(request -> request.executionArn(execution).reverseOrder(true)).events().get(0);
        assertEquals(HistoryEventType.EXECUTION_SUCCEEDED, last.type());
        assertEquals(1, sfn.listExecutionsPaginator(request -> request.stateMachineArn(machine)).executions().stream().count());
    }

    @Test
    void aSynchronousExecutionAnswersItsOutput() {
        String machine = sfn.createStateMachine(request ->
            request.name("Fast").definition(PASS).roleArn(ROLE).type(StateMachineType.EXPRESS)).stateMachineArn();

        var answer = sfn.startSyncExecution(request -> request.stateMachineArn(machine).input("[1]"));

        assertEquals(SyncExecutionStatus.SUCCEEDED, answer.status());
        assertEquals("[1]", answer.output());
    }

    @Test
    void errorsAreTheExceptionsOfTheSdk() {
        assertThrows(StateMachineDoesNotExistException.class, () -> sfn.startExecution(request ->
            request.stateMachineArn("arn:aws:states:us-east-1:123456789012:stateMachine:Nothing")));
    }

    private static DescribeExecutionResponse end(String execution) throws InterruptedException {
        DescribeExecutionResponse description = sfn.describeExecution(request -> request.executionArn(execution));
        while (description.status() == ExecutionStatus.RUNNING) {
            Thread.sleep(50);
            description = sfn.describeExecution(request -> request.executionArn(execution));
        }
        return description;
    }
}
