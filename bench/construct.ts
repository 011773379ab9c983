import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketAwsIntegration, WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { atMost, compare, Figure, report } from './measure';
import { WebSocketStepFunctionsAsync } from '../src';

const SIZES = [10, 100, 290];
const routeKeys = (count: number) => Array.from({ length: count }, (_, index) => `route-${index}`);
const workflow = (stack: Stack) => sfn.DefinitionBody.fromChainable(new sfn.Wait(stack, 'Wait', { time: sfn.WaitTime.duration(Duration.seconds(5)) }));

/** Synthesizes a stack, and answers its template. */
function synthesize(build: (stack: Stack) => void): { Resources: Record<string, unknown> } {
  const app = new App({ context: { '@aws-cdk/core:stackResourceLimit': 0 }, analyticsReporting: false });
  const stack = new Stack(app, 'Stack');
  build(stack);
  return app.synth().getStackByName('Stack').template;
}

type Build = (count: number) => ReturnType<typeof synthesize>;

const ours: Build = (count) => synthesize((stack) => {
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: workflow(stack), routeKeys: routeKeys(count) });
});

/** The same API as one writes it with what the CDK has: L2 where there is one, L1 where not. */
const byHand: Build = (count) => synthesize((stack) => {
  const stateMachine = new sfn.StateMachine(stack, 'StateMachine', {
    definitionBody: workflow(stack), tracingEnabled: true, logs: { destination: new logs.LogGroup(stack, 'Logs') },
  });
  const credentialsRole = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  stateMachine.grantStartExecution(credentialsRole);
  const api = new apigwv2.WebSocketApi(stack, 'Api');
  const { callbackUrl } = new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi: api, stageName: 'prod', autoDeploy: true });
  api.grantManageConnections(stateMachine);
  const requestTemplate = '#set($input = $util.escapeJavaScript($input.json(\'$\')).replaceAll("\\\\\'","\'"))'
    + `{"stateMachineArn":"${stateMachine.stateMachineArn}","input":"{\\"message\\":$input,\\"url\\":\\"${callbackUrl}\\",`
    + '\\"connectionId\\":\\"$context.connectionId\\",\\"requestId\\":\\"$context.requestId\\"}"}';
  const integration = () => new WebSocketAwsIntegration('Integration', {
    integrationUri: `arn:${stack.partition}:apigateway:${stack.region}:states:action/StartExecution`,
    integrationMethod: 'POST',
    credentialsRole,
    templateSelectionExpression: '\\$default',
    requestTemplates: { $default: requestTemplate },
  });
  const addRoute = (routeKey: string, options: apigwv2.WebSocketRouteOptions) => {
    const route = api.addRoute(routeKey, { ...options, returnResponse: true });
    new apigwv2.CfnIntegrationResponse(route, 'IntegrationResponse', {
      apiId: api.apiId,
      integrationId: (route.node.findChild('Integration') as apigwv2.WebSocketIntegration).integrationId,
      integrationResponseKey: '$default',
    });
  };
  addRoute('$connect', { integration: new WebSocketMockIntegration('Integration'), authorizer: new WebSocketIamAuthorizer() });
  routeKeys(count).forEach((routeKey) => addRoute(routeKey, { integration: integration() }));
});

/** The same with L1 only: as one translates a template by hand. */
const byHandInL1: Build = (count) => synthesize((stack) => {
  const trust = (service: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }] });
  const role = (id: string, service: string, ...Statement: object[]) => new iam.CfnRole(stack, id, {
    assumeRolePolicyDocument: trust(service), policies: [{ policyName: 'Rights', policyDocument: { Version: '2012-10-17', Statement } }],
  });
  const api = new apigwv2.CfnApi(stack, 'Api', { name: 'Orders', protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' });
  const logGroup = new logs.CfnLogGroup(stack, 'Logs', { retentionInDays: 30 });
  const definition = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 5, End: true } } };
  const stateMachine = new sfn.CfnStateMachine(stack, 'StateMachine', {
    roleArn: role('StateMachineRole', 'states.amazonaws.com', {
      Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource: `arn:${stack.partition}:execute-api:${stack.region}:${stack.account}:${api.ref}/*`,
    }).attrArn,
    definitionString: JSON.stringify(definition),
    tracingConfiguration: { enabled: true },
    loggingConfiguration: { level: 'ERROR', destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.attrArn } }] },
  });
  const { attrArn: credentialsArn } = role('Role', 'apigateway.amazonaws.com', { Effect: 'Allow', Action: 'states:StartExecution', Resource: stateMachine.ref });
  const addRoute = (id: string, routeKey: string, integrationProps: Partial<apigwv2.CfnIntegrationProps>) => {
    const integration = new apigwv2.CfnIntegration(stack, `${id}Integration`, {
      apiId: api.ref, integrationType: 'AWS', integrationMethod: 'POST', templateSelectionExpression: '\\$default', ...integrationProps,
    });
    new apigwv2.CfnIntegrationResponse(stack, `${id}IntegrationResponse`, { apiId: api.ref, integrationId: integration.ref, integrationResponseKey: '$default' });
    const route = new apigwv2.CfnRoute(stack, id, {
      apiId: api.ref,
      routeKey,
      target: `integrations/${integration.ref}`,
      authorizationType: routeKey === '$connect' ? 'AWS_IAM' : 'NONE',
      routeResponseSelectionExpression: '$default',
    });
    new apigwv2.CfnRouteResponse(stack, `${id}Response`, { apiId: api.ref, routeId: route.ref, routeResponseKey: '$default' });
  };
  addRoute('Connect', '$connect', { integrationType: 'MOCK' });
  routeKeys(count).forEach((routeKey) => addRoute(routeKey, routeKey, {
    integrationUri: `arn:${stack.partition}:apigateway:${stack.region}:states:action/StartExecution`,
    credentialsArn,
    requestTemplates: { $default: `{"stateMachineArn":"${stateMachine.ref}","input":"$util.escapeJavaScript($input.json('$'))"}` },
  }));
  new apigwv2.CfnStage(stack, 'Stage', { apiId: api.ref, stageName: 'prod', autoDeploy: true });
});

/** Construction and synthesis, the same API by hand beside it. */
async function synthesis(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of SIZES) {
    const { ours: rate, ratio } = await compare(() => ours(count), () => byHand(count), 5, 300);
    figures.push(atMost(`construction and synthesis of ${count} routes, to the same by hand`, 1 / ratio, 1.1, ` (${(1000 / rate / count).toFixed(2)} ms a route)`));
    const l1 = await compare(() => ours(count), () => byHandInL1(count), 3, 300);
    figures.push(report(`construction and synthesis of ${count} routes, to the same in L1`, 1 / l1.ratio));
  }
  return figures;
}

/** What a further route key costs, in resources and in bytes of the template. */
async function perRoute(): Promise<Figure[]> {
  const [few, many] = [10, 100];
  const each = (build: Build) => {
    const [small, large] = [build(few), build(many)];
    return {
      resources: (Object.keys(large.Resources).length - Object.keys(small.Resources).length) / (many - few),
      bytes: (JSON.stringify(large).length - JSON.stringify(small).length) / (many - few),
    };
  };
  const [mine, hand, l1] = [each(ours), each(byHand), each(byHandInL1)];
  return [
    atMost('resources a further route key', mine.resources, 2, ` (by hand ${hand.resources.toFixed(2)}, in L1 ${l1.resources.toFixed(2)})`),
    atMost('bytes of template a further route key, to by hand', mine.bytes / hand.bytes, 1,
      ` (${Math.round(mine.bytes)} to ${Math.round(hand.bytes)}, in L1 ${Math.round(l1.bytes)})`),
  ];
}

/** What users download. */
async function tarball(): Promise<Figure> {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: join(__dirname, '..'), encoding: 'utf8' });
  const [{ size }] = JSON.parse(stdout) as [{ size: number }];
  return atMost('KB of the packed library', size / 1000, 200);
}

/** How long the compiled library takes to load beyond the modules of aws-cdk-lib that it needs. */
async function loading(): Promise<Figure[]> {
  const lib = join(__dirname, '..', 'lib');
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  const modules = new Set(files.flatMap((file) => [...readFileSync(join(lib, file), 'utf8').matchAll(/require\("(aws-cdk-lib[^"]*|constructs)"\)/g)].map(([, name]) => name)));
  const script = `
    // Each module's classes are loaded when first named.
    for (const name of ${JSON.stringify([...modules])}) { for (const value of Object.values(require(name))) void value; }
    const start = process.hrtime.bigint();
    require(${JSON.stringify(lib)});
    console.log(Number(process.hrtime.bigint() - start) / 1e6);`;
  const times = Array.from({ length: 7 }, () => Number(spawnSync(process.execPath, ['-e', script], { cwd: join(__dirname, '..'), encoding: 'utf8' }).stdout));
  return [atMost('ms to load the library beyond aws-cdk-lib', times.sort((a, b) => a - b)[3], 15)];
}

export const construct = [synthesis, perRoute, loading, tarball];
