import { Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ClientResponse, ExecutionName, Invocation, SendToConnection, TaskAnswer, WebSocketStepFunctionsAsync } from '../../src';

/** The API that the vectors of the protocol are of, and that the client is tried with. */
export function protocolApi(stack: Stack): WebSocketStepFunctionsAsync {
  const asynchronous = { executionName: ExecutionName.fromMessage(), response: ClientResponse.executionId(), notifyCompletion: true };
  const body = (chain: sfn.IChainable) => sfn.DefinitionBody.fromChainable(chain);
  const total = sfn.Result.fromObject({ total: 16 });
  const progress = (id: string) => new SendToConnection(stack, id, {
    message: sfn.TaskInput.fromObject({ progress: 0.5 }), includeExecutionId: true, ignoreGone: true,
  });

  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', {
    ...asynchronous,
    authorizer: new apigwv2.WebSocketNoneAuthorizer(),
    routeKeys: ['order'],
    definitionBody: body(progress('Progress').next(new sfn.Pass(stack, 'Total', { result: total }))),
  });
  api.addWorkflow('approve', {
    ...asynchronous,
    definitionBody: body(new SendToConnection(stack, 'Approve', {
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      message: sfn.TaskInput.fromObject({ question: 'Approve?' }),
      includeExecutionId: true,
      taskTimeout: sfn.Timeout.duration(Duration.hours(1)),
      resultPath: '$',
    })),
  });
  api.addWorkflow('fail', { ...asynchronous, definitionBody: body(new sfn.Fail(stack, 'Fail', { error: 'OutOfStock', cause: 'none left' })) });
  api.addWorkflow('slow', {
    ...asynchronous,
    definitionBody: body(new sfn.Wait(stack, 'Slow', { time: sfn.WaitTime.duration(Duration.seconds(5)) })
      .next(progress('Slow progress')).next(new sfn.Pass(stack, 'Slow total', { result: total }))),
  });
  api.addWorkflow('quote', {
    workflowType: sfn.StateMachineType.EXPRESS,
    invocation: Invocation.SYNCHRONOUS,
    definitionBody: body(new sfn.Pass(stack, 'Quote', { result: sfn.Result.fromObject({ price: 12 }) })),
  });
  api.addPingRoute();
  api.addStatusRoute('status');
  api.addStopRoute('stop');
  api.addAnswerRoute('answer');
  api.addAnswerRoute('refuse', { answer: TaskAnswer.FAILURE });
  return api;
}

/** What a client is told of it. */
export const PROTOCOL_API = {
  ping: 'ping',
  status: 'status',
  stop: 'stop',
  answer: 'answer',
  refuse: 'refuse',
  routes: {
    order: { names: 'message' },
    approve: { names: 'message', workflow: 'approve' },
    fail: { names: 'message', workflow: 'fail' },
    slow: { names: 'message', workflow: 'slow' },
    quote: { isExpress: true },
  },
} as const;
