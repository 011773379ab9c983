package com.example.demo;

import io.github.cdkwebsocketstepfunctions.Broadcast;
import io.github.cdkwebsocketstepfunctions.BroadcastJsonataProps;
import io.github.cdkwebsocketstepfunctions.ConnectionRegistry;
import io.github.cdkwebsocketstepfunctions.GroupAccess;
import io.github.cdkwebsocketstepfunctions.SendToGroup;
import io.github.cdkwebsocketstepfunctions.SendToGroupJsonPathProps;
import io.github.cdkwebsocketstepfunctions.SendToPrincipal;
import io.github.cdkwebsocketstepfunctions.SendToPrincipalJsonPathProps;
import io.github.cdkwebsocketstepfunctions.WebSocketStepFunctionsAsync;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.TaskInput;

/** The parts of the library that the demo has no use for: messages to persons, groups and everybody. */
class RegistryTest {
    @Test
    void aMessageReachesPersonsGroupsAndEverybody() {
        final Stack stack = new Stack(new App(), "Registry");
        final ConnectionRegistry connections = ConnectionRegistry.Builder.create(stack, "Connections")
                .groupAccess(GroupAccess.listedIn("authorizer.groups")).build();
        final TaskInput message = TaskInput.fromObject(Map.of("done", true));
        final SendToPrincipal person = SendToPrincipal.jsonPath(stack, "Person", SendToPrincipalJsonPathProps.builder()
                .connections(connections).message(message).build());
        final SendToGroup group = SendToGroup.jsonPath(stack, "Group", SendToGroupJsonPathProps.builder()
                .connections(connections).message(message).group("room").build());
        final Broadcast all = Broadcast.jsonata(stack, "All", BroadcastJsonataProps.builder()
                .connections(connections).message(message).build());
        final WebSocketStepFunctionsAsync api = WebSocketStepFunctionsAsync.Builder.create(stack, "Orders")
                .connections(connections)
                .definitionBody(DefinitionBody.fromChainable(person.next(group).next(all)))
                .build();
        api.addGroupRoutes();
        api.addPresenceRoute();

        final Template template = Template.fromStack(stack);
        template.hasResourceProperties("AWS::DynamoDB::Table", Map.of(
                "TimeToLiveSpecification", Map.of("AttributeName", "expiresAt", "Enabled", true)));
        for (final String routeKey : List.of("$connect", "$disconnect", "join", "leave", "presence")) {
            template.hasResourceProperties("AWS::ApiGatewayV2::Route", Map.of("RouteKey", routeKey));
        }
    }
}
