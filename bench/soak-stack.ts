import { Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ClientResponse, ExecutionName, Invocation, SendToConnection, TaskAnswer, WebSocketStepFunctionsAsync } from '../src';

const queryLanguage = sfn.QueryLanguage.JSONATA;

/** Every action of the library on one API: what a start does is in its message's `kind`. */
export class SoakStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const api = new WebSocketStepFunctionsAsync(this, 'Soak', {
      authorizer: new apigwv2.WebSocketNoneAuthorizer(),
      definitionBody: sfn.DefinitionBody.fromChainable(this.workflow()),
      queryLanguage,
      executionName: ExecutionName.perConnection(),
      response: ClientResponse.executionId(),
      notifyCompletion: true,
    });
    api.addWorkflow('echo', {
      workflowType: sfn.StateMachineType.EXPRESS,
      invocation: Invocation.SYNCHRONOUS,
      queryLanguage,
      definitionBody: sfn.DefinitionBody.fromChainable(sfn.Pass.jsonata(this, 'Echo', { outputs: { echo: '{% $states.input.message.requestId %}' } })),
    });
    api.addStatusRoute('status');
    api.addStopRoute('stop');
    api.addAnswerRoute('answer');
    api.addAnswerRoute('refuse', { answer: TaskAnswer.FAILURE });
    api.addAnswerRoute('think', { answer: TaskAnswer.HEARTBEAT });
  }

  private workflow(): sfn.IChainable {
    const kind = (name: string) => sfn.Condition.jsonata(`{% $states.input.message.kind = '${name}' %}`);
    const wait = (id: string, time: Duration) => sfn.Wait.jsonata(this, id, { time: sfn.WaitTime.duration(time) });
    const result = sfn.Pass.jsonata(this, 'Result', { outputs: '{% $states.context.Execution.Input.message.requestId %}' });
    const send = (id: string, message: Record<string, unknown>, props: Partial<sfn.TaskStateBaseProps> = {}) => SendToConnection.jsonata(this, id, {
      message: sfn.TaskInput.fromObject(message), includeExecutionId: true, ignoreGone: true, ...props,
    });
    const question = send('Ask', { question: true }, {
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      // A client that has left answers nothing.
      taskTimeout: sfn.Timeout.duration(Duration.minutes(5)),
    });
    return sfn.Choice.jsonata(this, 'Kind?')
      .when(kind('work'), wait('Work', Duration.seconds(20)).next(send('Progress', { progress: 0.5 })).next(wait('Work on', Duration.seconds(20))).next(result))
      .when(kind('ask'), question.next(result))
      .when(kind('hang'), wait('Hang', Duration.minutes(20)).next(new sfn.Succeed(this, 'Nobody has stopped it')))
      .otherwise(sfn.Fail.jsonata(this, 'Fail', { error: 'Unwanted', cause: '{% $states.input.message.requestId %}' }));
  }
}
