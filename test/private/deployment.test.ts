import { App, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ClientResponse, ExecutionInput, WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps } from '../../src';
import { definitionOf, newStack, passing, theOnly } from '../stacks';

function synthesize(
  props: Partial<WebSocketStepFunctionsAsyncProps> = {},
  change: (api: WebSocketStepFunctionsAsync, stack: Stack) => void = () => {},
) {
  const stack = newStack();
  change(new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), ...props }), stack);
  const [[logicalId, deployment]] = Object.entries(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Deployment'));
  return { stack, logicalId, dependsOn: deployment.DependsOn as string[] };
}

test('is what the stage has', () => {
  const { stack, logicalId } = synthesize();
  expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage').DeploymentId).toEqual({ Ref: logicalId });
});

test('is the same as long as nothing changes', () => {
  expect(synthesize().logicalId).toBe(synthesize().logicalId);
});

test.each<[string, Partial<WebSocketStepFunctionsAsyncProps>]>([
  ['a route', { routeKeys: ['$default', 'more'] }],
  ['the execution input', { executionInput: ExecutionInput.template('{}') }],
  ['the reply', { response: ClientResponse.executionId() }],
  ['the authorizer', { authorizer: new apigwv2.WebSocketNoneAuthorizer() }],
  ['the route selection', { routeSelectionExpression: '$request.body.kind' }],
])('is another when %s changes', (_, props) => {
  expect(synthesize(props).logicalId).not.toBe(synthesize().logicalId);
});

test('is another when a route, a model or a response is added by whatever means', () => {
  const logicalIds = [
    () => {},
    (api: WebSocketStepFunctionsAsync) => void (api.webSocketApi as apigwv2.WebSocketApi).addRoute('l2', { integration: new WebSocketMockIntegration('L2') }),
    (api: WebSocketStepFunctionsAsync, stack: Stack) => void new apigwv2.CfnRoute(stack, 'L1', { apiId: api.webSocketApi.apiId, routeKey: 'l1' }),
    (api: WebSocketStepFunctionsAsync, stack: Stack) => void new apigwv2.CfnModel(stack, 'Model', { apiId: api.webSocketApi.apiId, name: 'a', schema: {} }),
  ].map((change) => synthesize({}, change).logicalId);
  expect(new Set(logicalIds).size).toBe(4);
});

test('is the same when something of another API is added', () => {
  const other = (_: WebSocketStepFunctionsAsync, stack: Stack) => void new apigwv2.WebSocketApi(stack, 'Other')
    .addRoute('other', { integration: new WebSocketMockIntegration('Other') });
  expect(synthesize({}, other).logicalId).toBe(synthesize().logicalId);
});

test('is another in a second synthesis when something was added after the first', () => {
  const { stack, logicalId } = synthesize();
  const api = stack.node.findChild('Orders') as WebSocketStepFunctionsAsync;
  api.addWorkflow('late', { definitionBody: passing(stack, 'Late') });

  const { template } = (stack.node.root as App).synth({ force: true }).getStackArtifact(stack.artifactId);
  const [second] = Object.keys(Template.fromJSON(template).findResources('AWS::ApiGatewayV2::Deployment'));
  expect(second).not.toBe(logicalId);
});

test('is made from the parts once a synthesis, however often the CDK asks for it', () => {
  const resolutions = (api: (stack: Stack) => apigwv2.IWebSocketApi) => {
    const stack = newStack();
    let times = 0;
    (api(stack).node.defaultChild as apigwv2.CfnApi).description = Lazy.uncachedString({
      produce: ({ preparing }) => {
        times += preparing ? 0 : 1;
        return 'of the API';
      },
    });
    Template.fromStack(stack);
    return times;
  };
  const bare = resolutions((stack) => new apigwv2.WebSocketApi(stack, 'Api'));
  const deployed = resolutions((stack) => new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) }).webSocketApi);
  expect(deployed).toBe(bare + 1);
});

test('depends on everything that it is a snapshot of, and on the rights', () => {
  const { stack, dependsOn } = synthesize({}, (api) => (api.webSocketApi as apigwv2.WebSocketApi).addRoute('late', {
    integration: new WebSocketMockIntegration('Late'), returnResponse: true,
  }));

  const parts = Object.entries(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>)
    .filter(([logicalId, { Type }]) => /ApiGatewayV2::(Integration|IntegrationResponse|Route|RouteResponse)$/.test(Type)
      || (Type === 'AWS::IAM::Policy' && logicalId.includes('WebSocketApiStepFunctions')))
    .map(([logicalId]) => logicalId);
  expect(parts.length).toBeGreaterThan(11);
  expect(dependsOn).toEqual(expect.arrayContaining(parts));
});

describe('a stage that the stack does not own keeps its deployment when the stack goes, which could not go otherwise', () => {
  const machineIn = (stack: Stack) => ({ definitionBody: passing(stack, 'B'), routeKeys: ['order'] });
  const importedStage = (stack: Stack, stageName = 'prod') => apigwv2.WebSocketStage.fromWebSocketStageAttributes(stack, 'Stage', {
    api: apigwv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'abc123' }), stageName,
  });
  const stageIn = (stack: Stack) => new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(stack, 'Api'), stageName: 'prod' });

  test.each<[string, (app: App) => { stack: Stack; webSocketStage: apigwv2.IWebSocketStage }]>([
    ['imported', (app) => {
      const stack = new Stack(app, 'Child');
      return { stack, webSocketStage: importedStage(stack) };
    }],
    ['of another stack', (app) => ({ stack: new Stack(app, 'Child'), webSocketStage: stageIn(new Stack(app, 'Parent')) })],
    ['of the parent of a nested stack', (app) => {
      const parent = new Stack(app, 'Parent');
      return { stack: new NestedStack(parent, 'Child'), webSocketStage: stageIn(parent) };
    }],
  ])('%s', (_, make) => {
    const { stack, webSocketStage } = make(new App());
    new WebSocketStepFunctionsAsync(stack, 'Orders', { ...machineIn(stack), webSocketStage });
    Template.fromStack(stack).hasResource('AWS::ApiGatewayV2::Deployment', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('but not the stages of the stack itself, whichever construct made them', () => {
    const own = synthesize().stack;
    const same = newStack();
    new WebSocketStepFunctionsAsync(same, 'Orders', { ...machineIn(same), webSocketStage: stageIn(same) });
    for (const stack of [own, same]) {
      const [deployment] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Deployment'));
      expect(deployment).not.toHaveProperty('DeletionPolicy');
    }
  });

  test('and another stage gets a deployment of its own, though the routes are the same', () => {
    const idFor = (stageName: string) => {
      const stack = newStack();
      new WebSocketStepFunctionsAsync(stack, 'Orders', { ...machineIn(stack), webSocketStage: importedStage(stack, stageName) });
      return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Deployment'))[0];
    };
    expect(idFor('prod')).toBe(idFor('prod'));
    expect(idFor('test')).not.toBe(idFor('prod'));
  });
});

test('a stage of this app that deploys by itself is left to it', () => {
  const stack = newStack();
  const webSocketStage = new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(stack, 'Api'), stageName: 'dev', autoDeploy: true });
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), webSocketStage });

  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Deployment', 0);
});

test('a stage of this app that does not, gets the deployment', () => {
  const stack = newStack();
  const webSocketStage = new apigwv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigwv2.WebSocketApi(stack, 'Api'), stageName: 'dev' });
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), webSocketStage });

  expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage').DeploymentId).toEqual({ Ref: expect.stringMatching(/^OrdersDeployment/) });
});

test('a deployment from a nested stack comes after the stage, which would have none of its routes otherwise', () => {
  const app = new App();
  const parent = new Stack(app, 'Api');
  const { webSocketStage } = new WebSocketStepFunctionsAsync(parent, 'Api', { definitionBody: passing(parent, 'A') });
  const nested = new NestedStack(parent, 'Orders');
  new WebSocketStepFunctionsAsync(nested, 'Orders', { definitionBody: passing(nested, 'B'), routeKeys: ['order'], webSocketStage, cloudWatchRole: true });

  app.synth();
  const [stage] = Object.keys(Template.fromStack(parent).findResources('AWS::ApiGatewayV2::Stage'));
  Template.fromStack(parent).hasResource('AWS::CloudFormation::Stack', { DependsOn: Match.arrayWith([stage]) });
});

test('a stage of the construct\'s own can be made to deploy by itself', () => {
  const stack = newStack();
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });
  (api.webSocketStage.node.defaultChild as apigwv2.CfnStage).autoDeploy = true;
  expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage')).toMatchObject({ AutoDeploy: true });
  expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage')).not.toHaveProperty('DeploymentId');
});

test.each([
  ['another stack', (app: App) => new Stack(app, 'Orders')],
  ['a nested stack', (_: App, parent: Stack) => new NestedStack(parent, 'Orders')],
])('routes in %s make no cycle', (_, scopeOf) => {
  const app = new App();
  const parent = new Stack(app, 'Api');
  const { webSocketStage } = new WebSocketStepFunctionsAsync(parent, 'Api', { definitionBody: passing(parent, 'A') });
  const stack = scopeOf(app, parent);
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack, 'B'), routeKeys: ['order'], webSocketStage });

  expect(() => app.synth()).not.toThrow();
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'order' });
  expect(definitionOf(stack).StartAt).toBe('B');
});
