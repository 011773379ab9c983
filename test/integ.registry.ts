import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Broadcast, ConnectionRegistry, GroupAccess, SendToGroup, SendToPrincipal, WebSocketStepFunctionsAsync } from '../src';

/** Messages to persons, groups and everybody, in both query languages. */
class RegistryStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const connections = new ConnectionRegistry(this, 'Connections', { groupAccess: GroupAccess.anybody(), removalPolicy: RemovalPolicy.DESTROY });
    const api = new WebSocketStepFunctionsAsync(this, 'Orders', {
      connections,
      routeKeys: ['ask'],
      definitionBody: sfn.DefinitionBody.fromChainable(SendToPrincipal.jsonPath(this, 'Ask', {
        connections,
        message: sfn.TaskInput.fromObject({ question: 'Ship it?' }),
        integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      }).next(SendToPrincipal.jsonPath(this, 'Answered', { connections, message: sfn.TaskInput.fromObject({ answer: sfn.JsonPath.objectAt('$') }) }))),
    });
    const message = sfn.TaskInput.fromObject({ said: '{% $states.input.message.say %}' });
    api.addWorkflow('tell', {
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(
        SendToGroup.jsonata(this, 'Tell the group', { connections, message, group: '{% $states.input.message.group %}' })
          .next(Broadcast.jsonata(this, 'Tell everybody', { connections, message }))),
    });
    api.addGroupRoutes();
    api.addPresenceRoute();
    api.addAnswerRoute('answer');
    new CfnOutput(this, 'Url', { value: api.url });
  }
}

const app = new App();
new IntegTest(app, 'RegistryTest', { testCases: [new RegistryStack(app, 'Registry')] });
app.synth();
