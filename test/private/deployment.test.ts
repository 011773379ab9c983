import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ClientResponse, ExecutionInput, WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps } from '../../src';
import { newStack, passing, theOnly } from '../stacks';

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
