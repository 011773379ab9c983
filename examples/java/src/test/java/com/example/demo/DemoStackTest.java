package com.example.demo;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

class DemoStackTest {
    private static Template template;

    @BeforeAll
    static void synthesize() {
        template = Template.fromStack(new DemoStack(new App(), "Demo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$default", "report"})
    void routeAnswersItsClient(final String routeKey) {
        template.hasResourceProperties("AWS::ApiGatewayV2::Route", Map.of(
                "RouteKey", routeKey,
                "RouteResponseSelectionExpression", "$default"));
    }

    @Test
    void eachRouteHasItsOwnWorkflowAndOneTellsOfEndsWithNoLambda() {
        template.resourceCountIs("AWS::ApiGatewayV2::Route", 2);
        template.resourceCountIs("AWS::StepFunctions::StateMachine", 3);
        template.resourceCountIs("AWS::Lambda::Function", 0);
    }

    @Test
    void urlIsAnOutput() {
        template.hasOutput("Url", Map.of());
    }
}
