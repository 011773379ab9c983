import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ConnectionRegistry, SendToConnection, SendToPrincipal, TooLarge, WebSocketStepFunctionsAsync } from '../src';

/** Messages that are kept until they are received, executions that are stopped without their client, and messages that are too large for a frame. */
class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const connections = new ConnectionRegistry(this, 'Connections', { mailbox: { retention: Duration.days(7) }, removalPolicy: RemovalPolicy.DESTROY });
    const tell = SendToPrincipal.jsonPath(this, 'Tell', { connections, message: sfn.TaskInput.fromObject({ done: true }) });
    const api = new WebSocketStepFunctionsAsync(this, 'Orders', {
      connections,
      routeKeys: ['order'],
      definitionBody: sfn.DefinitionBody.fromChainable(tell),
      notifyCompletion: true,
    });
    api.addMailboxRoutes();

    const bucket = new s3.Bucket(this, 'Replies', { lifecycleRules: [{ expiration: Duration.days(7) }], removalPolicy: RemovalPolicy.DESTROY });
    const store = TooLarge.store(bucket, { principal: '{% $states.context.Execution.Input.connection.principal %}' });
    const message = sfn.TaskInput.fromText('{% $states.input.message %}');
    api.addWorkflow('report', {
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(
        SendToConnection.jsonata(this, 'In pieces', { message, whenTooLarge: TooLarge.pieces() })
          .next(SendToConnection.jsonata(this, 'In a bucket', { message, whenTooLarge: store }))),
      cancelOnDisconnect: {},
    });
    new CfnOutput(this, 'Url', { value: api.url });
  }
}

const app = new App();
new IntegTest(app, 'DeliveryTest', { testCases: [new DeliveryStack(app, 'Delivery')] });
app.synth();
