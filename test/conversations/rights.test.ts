// No source of this name: the rights that the library grants, each taken away once, and what the local run denies then as AWS does.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Frame } from './conversation';
import { LocalClient, LocalRun, LogEntry } from '../../local/src';
import { CloseConnection, Invocation, SendToConnection, TaskAnswer, WebSocketStepFunctionsAsync } from '../../src';

const JSONATA = { queryLanguage: sfn.QueryLanguage.JSONATA };
const KEY = 'AKIACLIENT';

/** Everything that needs a right: to connect, to start, to ask and to answer, to be told, to look at, to stop and to close. */
function build(stack: Stack): void {
  const send = (id: string, message: Record<string, unknown>) => SendToConnection.jsonata(stack, id, { message: sfn.TaskInput.fromObject(message) });
  const ask = SendToConnection.jsonata(stack, 'Ask', {
    message: sfn.TaskInput.fromObject({ question: 'Ship it?' }), integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
  }).addCatch(send('Refused', { refused: true }));
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', {
    ...JSONATA, definitionBody: sfn.DefinitionBody.fromChainable(ask.next(send('Answered', { answered: true }))), notifyCompletion: true,
  });
  api.addAnswerRoute('answer');
  api.addAnswerRoute('refuse', { answer: TaskAnswer.FAILURE });
  api.addAnswerRoute('think', { answer: TaskAnswer.HEARTBEAT });
  api.addStatusRoute('status');
  api.addStopRoute('stop');
  api.addWorkflow('wait', { ...JSONATA, definitionBody: sfn.DefinitionBody.fromChainable(sfn.Wait.jsonata(stack, 'Wait', { time: sfn.WaitTime.duration(Duration.days(1)) })) });
  api.addWorkflow('large', {
    ...JSONATA,
    notifyCompletion: true,
    definitionBody: sfn.DefinitionBody.fromChainable(sfn.Pass.jsonata(stack, 'Large', { outputs: '{% $states.input.message.(text & text) %}' })),
  });
  api.addWorkflow('double', {
    ...JSONATA,
    invocation: Invocation.SYNCHRONOUS,
    workflowType: sfn.StateMachineType.EXPRESS,
    definitionBody: sfn.DefinitionBody.fromChainable(sfn.Pass.jsonata(stack, 'Double', { outputs: '{% $states.input.message.n * 2 %}' })),
  });
  const bye = api.addWorkflow('bye', { ...JSONATA, definitionBody: sfn.DefinitionBody.fromChainable(CloseConnection.jsonata(stack, 'Close', {})) });
  api.grantCloseConnections(bye);
  api.grantConnect(new iam.Role(stack, 'Client', { roleName: 'client', assumedBy: new iam.AccountRootPrincipal() }));
}

/** Uses every right once. */
async function converse(run: LocalRun): Promise<void> {
  const client = await run.connect({
    headers: {
      'Authorization': `AWS4-HMAC-SHA256 Credential=${KEY}/20261106/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      'X-Amz-Date': '20261106T140509Z',
    },
  });
  for (const action of ['answer', 'refuse']) {
    client.send({});
    const { taskToken } = await has(client, 'taskToken');
    client.send({ action: 'think', taskToken });
    await has(client, 'accepted');
    client.send({ action, taskToken, output: 1, error: 'No', cause: 'no' });
    await has(client, action === 'answer' ? 'answered' : 'refused');
    // The end of the execution.
    await has(client, 'status');
  }
  client.send({ action: 'wait' });
  const { executionArn } = await client.next<Frame>((frame) => /Orderswait/.test(String(frame.executionArn)));
  const executionId = String(executionArn).split(':').at(-1);
  client.send({ action: 'status', workflow: 'wait', executionId });
  await has(client, 'status');
  client.send({ action: 'stop', workflow: 'wait', executionId });
  await has(client, 'stopDate');
  // More than an event holds: the rest is in the history.
  client.send({ action: 'large', text: 'x'.repeat(90_000) });
  await has(client, 'outputTooLarge');
  client.send({ action: 'double', n: 21 });
  await client.next((frame) => frame === 42);
  client.send({ action: 'bye' });
  await client.closed;
}

function has(client: LocalClient, member: string): Promise<Frame> {
  return client.next<Frame>((frame) => typeof frame === 'object' && frame !== null && member in frame);
}

interface Statement {
  readonly Action: string | readonly string[];
}

interface PolicyJson {
  readonly Type: string;
  readonly Properties: { readonly Roles: unknown; readonly PolicyDocument: { readonly Statement: readonly Statement[] } };
}

interface TemplateJson {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

const stack = new Stack(new App(), 'Stack');
build(stack);
const complete = Template.fromStack(stack).toJSON() as TemplateJson;

/** The rights of each policy, but for those to post of workflows that post nothing. */
const grants = Object.entries(complete.Resources)
  .filter(([id, resource]) => resource.Type === 'AWS::IAM::Policy' && !(/Reply/.test(id) && /wait|double|large|bye/.test(JSON.stringify((resource as PolicyJson).Properties.Roles))))
  .flatMap(([id, policy]) => {
    const actions = (policy as PolicyJson).Properties.PolicyDocument.Statement.flatMap(({ Action }) => Action).filter((action) => /^(states|execute-api):/.test(action));
    return [...new Set(actions)].map((action) => ({ id, action }));
  });

/** The template without the right to one action. */
function without({ id, action }: typeof grants[number]): TemplateJson {
  const copy = JSON.parse(JSON.stringify(complete)) as TemplateJson;
  for (const statement of (copy.Resources[id] as PolicyJson).Properties.PolicyDocument.Statement) {
    Object.assign(statement, { Action: [statement.Action].flat().map((each) => (each === action ? 'none:None' : each)) });
  }
  return copy;
}

/** Plays a template until the conversation is over, or something is denied: what. */
async function denied(template: TemplateJson): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rights-'));
  const path = join(folder, 'Stack.template.json');
  writeFileSync(path, JSON.stringify(template));
  const log: LogEntry[] = [];
  let deny!: () => void;
  const denial = new Promise<void>((resolve) => {
    deny = resolve;
  });
  const logger = (entry: LogEntry): void => {
    log.push(entry);
    if (entry.type === 'AccessDenied') {
      deny();
    }
  };
  const run = await LocalRun.start({ template: path, logger, identities: { [KEY]: 'arn:aws:iam::123456789012:role/client' } });
  try {
    await Promise.race([converse(run), denial]);
    return log.flatMap((entry) => (entry.type === 'AccessDenied' ? [entry.action] : []));
  } finally {
    await run.stop();
    rmSync(folder, { recursive: true });
  }
}

test('with all that the library grants nothing is denied', async () => {
  expect(await denied(complete)).toEqual([]);
});

test.each(grants)('without $action of $id it is denied', async (grant) => {
  expect(await denied(without(grant))).toEqual([grant.action]);
});

test('these are all the rights', () => {
  expect([...new Set(grants.map(({ action }) => action))].sort()).toEqual([
    'execute-api:Invoke', 'execute-api:ManageConnections', 'states:DescribeExecution', 'states:GetExecutionHistory', 'states:SendTaskFailure',
    'states:SendTaskHeartbeat', 'states:SendTaskSuccess', 'states:StartExecution', 'states:StartSyncExecution', 'states:StopExecution',
  ]);
});
