import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { SendToConnection, WebSocketStepFunctionsAsync } from '../../src';

/**
 * A conversation: the client hears the execution's id at once, and what the workflow has to say five seconds later. On the route `report`
 * a workflow tells the client of its progress, twice, and then the result, each with the execution's id; the client hears of the end as well.
 */
export class DemoStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const api = new WebSocketStepFunctionsAsync(this, 'Orders', {
      definitionBody: sfn.DefinitionBody.fromChainable(
        new sfn.Wait(this, 'Think', { time: sfn.WaitTime.duration(Duration.seconds(5)) })
          .next(SendToConnection.jsonPath(this, 'Reply', {
            message: sfn.TaskInput.fromObject({ Message: 'Hello from asynchronous workflow execution!' }),
          }))),
      authorizer: new apigwv2.WebSocketNoneAuthorizer(),
    });

    api.addWorkflow('report', {
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(this.report()),
      notifyCompletion: true,
    });

    new CfnOutput(this, 'Url', { value: api.url, description: 'Connect here, for example with wscat -c' });
  }

  private report(): sfn.IChainable {
    const gone = new sfn.Succeed(this, 'Client has left');
    const send = (id: string, message: Record<string, unknown>) =>
      SendToConnection.jsonata(this, id, { message: sfn.TaskInput.fromObject(message), includeExecutionId: true })
        .addCatch(gone, { errors: [SendToConnection.GONE] });

    return sfn.Pass.jsonata(this, 'Order', { outputs: '{% $states.input.message.order %}' })
      .next(send('Counting', { progress: 0.5, doing: "{% 'counting ' & $count($states.input) & ' items' %}" }))
      .next(new sfn.Wait(this, 'Count', { time: sfn.WaitTime.duration(Duration.seconds(2)) }))
      .next(send('Adding up', { progress: 0.9, doing: 'adding up' }))
      .next(new sfn.Wait(this, 'Add', { time: sfn.WaitTime.duration(Duration.seconds(1)) }))
      .next(send('Result', { items: '{% $count($states.input) %}', total: '{% $sum($states.input.(price * quantity)) %}' }));
  }
}
