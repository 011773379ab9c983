import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ClientResponse, ConnectionRegistry, SendToPrincipal, WebSocketStepFunctionsAsync } from '../src';

/** Messages of an execution, the last of which says how it has ended. */
export const MESSAGES = 10;

/** A workflow that sends messages to whoever has started it, one after the other, all of which are kept. Principals are played by the user agent. */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const connections = new ConnectionRegistry(this, 'Connections', { principal: 'identity.userAgent', mailbox: {} });
    const begin = sfn.Pass.jsonata(this, 'Begin', { assign: { n: 1 } });
    const send = SendToPrincipal.jsonata(this, 'Send', {
      connections,
      message: sfn.TaskInput.fromObject({ n: '{% $n %}', whose: '{% $states.context.Execution.Input.message.whose %}' }),
      assign: { n: '{% $n + 1 %}' },
    });
    const more = sfn.Choice.jsonata(this, 'More?')
      .when(sfn.Condition.jsonata(`{% $n < ${MESSAGES} %}`), send)
      .otherwise(sfn.Succeed.jsonata(this, 'Done', { outputs: '{% $states.context.Execution.Input.message.whose %}' }));
    const api = new WebSocketStepFunctionsAsync(this, 'Delivery', {
      authorizer: new apigwv2.WebSocketNoneAuthorizer(),
      connections,
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(begin.next(send).next(more)),
      routeKeys: ['work'],
      response: ClientResponse.executionId(),
      notifyCompletion: true,
    });
    api.addMailboxRoutes();
  }
}
