import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer, WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { definitionOf, newStack, passing, policiesOf, textOf, theOnly } from './stacks';
import { ClientResponse, ExecutionInput, SendToConnection, WebSocketStepFunctionsAsync } from '../src';

const publicly = new apigwv2.WebSocketNoneAuthorizer();

function routeKeysOf(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route')).map((route) => route.Properties.RouteKey).sort();
}

function routeOf(stack: Stack, routeKey: string): any {
  const found = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: routeKey } }));
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

describe('workflow', () => {
  test('is a Standard state machine of the definition', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack, 'First') });

    // THEN
    expect(definitionOf(stack)).toEqual({ StartAt: 'First', States: { First: { Type: 'Pass', End: true } } });
    expect(theOnly(stack, 'AWS::StepFunctions::StateMachine')).not.toHaveProperty('StateMachineType', 'EXPRESS');
  });

  test('may be Express, and is started asynchronously all the same', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: passing(stack), workflowType: sfn.StateMachineType.EXPRESS, authorizer: publicly,
    });

    expect(theOnly(stack, 'AWS::StepFunctions::StateMachine').StateMachineType).toBe('EXPRESS');
    expect(textOf(theOnly(stack, 'AWS::ApiGatewayV2::Integration').IntegrationUri))
      .toBe('arn:<AWS::Partition>:apigateway:<AWS::Region>:states:action/StartExecution');
  });

  test.each([
    ['a string', sfn.DefinitionBody.fromString('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}'), 'DefinitionString'],
    ['a file', sfn.DefinitionBody.fromFile(require.resolve('./demo/cdk.json')), 'DefinitionS3Location'],
  ])('may be defined by %s', (_, definitionBody, property) => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody, definitionSubstitutions: { name: 'value' } });

    expect(theOnly(stack, 'AWS::StepFunctions::StateMachine')).toHaveProperty(property);
    expect(theOnly(stack, 'AWS::StepFunctions::StateMachine').DefinitionSubstitutions).toEqual({ name: 'value' });
  });

  test('passes its other options on to the state machine', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: passing(stack), queryLanguage: sfn.QueryLanguage.JSONATA, timeout: Duration.minutes(5), tracingEnabled: true,
    });

    expect(definitionOf(stack)).toMatchObject({ QueryLanguage: 'JSONata', TimeoutSeconds: 300 });
    expect(theOnly(stack, 'AWS::StepFunctions::StateMachine').TracingConfiguration).toEqual({ Enabled: true });
  });

  test('may be a state machine that exists already, in another stack, without a cycle', () => {
    // GIVEN
    const app = new App();
    const machines = new Stack(app, 'Machines');
    const stateMachine = new sfn.StateMachine(machines, 'StateMachine', { definitionBody: passing(machines) });
    const stack = new Stack(app, 'Api');

    // WHEN
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { stateMachine });

    // THEN
    expect(api.stateMachine).toBe(stateMachine);
    expect(() => app.synth()).not.toThrow();
    Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 0);
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toContain('execute-api:ManageConnections');
    expect(JSON.stringify(Template.fromStack(machines).findResources('AWS::IAM::Policy'))).not.toContain('execute-api:ManageConnections');
  });

  test('warns of an imported state machine, whose role it cannot change, with the statement to add', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', { stateMachine: sfn.StateMachine.fromStateMachineName(stack, 'Imported', 'imported') });

    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('ManageConnections.*@connections'));
  });
});

describe('routes', () => {
  test('by default, every message starts the workflow and is answered', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer: publicly });

    expect(routeKeysOf(stack)).toEqual(['$default']);
    expect(theOnly(stack, 'AWS::ApiGatewayV2::Route').RouteResponseSelectionExpression).toBe('$default');
    expect(theOnly(stack, 'AWS::ApiGatewayV2::RouteResponse').RouteResponseKey).toBe('$default');
    expect(theOnly(stack, 'AWS::ApiGatewayV2::IntegrationResponse').IntegrationResponseKey).toBe('$default');
    expect(theOnly(stack, 'AWS::ApiGatewayV2::Api').RouteSelectionExpression).toBe('$request.body.action');
  });

  test('are selected as asked for', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: passing(stack),
      routeSelectionExpression: '${request.body.service}/${request.body.action}',
      routeKeys: ['orders/create'],
      authorizer: publicly,
    });

    expect(routeKeysOf(stack)).toEqual(['orders/create']);
    expect(theOnly(stack, 'AWS::ApiGatewayV2::Api').RouteSelectionExpression).toBe('${request.body.service}/${request.body.action}');
  });

  test('a further route key costs two resources, one if one-way', () => {
    const resourcesWith = (routeKeys: string[], response?: ClientResponse) => {
      const stack = newStack();
      new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), routeKeys, response });
      return Object.keys(Template.fromStack(stack).toJSON().Resources).length;
    };

    expect(resourcesWith(['a', 'b']) - resourcesWith(['a'])).toBe(2);
    expect(resourcesWith(['a', 'b'], ClientResponse.none()) - resourcesWith(['a'], ClientResponse.none())).toBe(1);
  });

  test('share an integration if they start the same machine in the same way, however they were added', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer: publicly });
    const { stateMachine } = api;

    api.addWorkflow('same', { stateMachine, response: ClientResponse.execution(), executionInput: ExecutionInput.envelope() });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
  });

  test('do not share an integration if the way differs', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer: publicly });

    api.addWorkflow('other', { stateMachine: api.stateMachine, response: ClientResponse.executionId() });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Integration', 2);
    // The machine's right to answer is one policy all the same.
    expect(Object.values(policiesOf(stack)).flat().filter((document) => JSON.stringify(document).includes('@connections'))).toHaveLength(1);
  });

  test('of a further workflow start its own machine', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack, 'A'), authorizer: publicly });

    const report = api.addWorkflow('report', { definitionBody: passing(stack, 'B') });
    const both = api.addWorkflow('Both', { definitionBody: passing(stack, 'C'), routeKeys: ['c', 'd'] });

    expect(report).not.toBe(both);
    expect(routeKeysOf(stack)).toEqual(['$default', 'c', 'd', 'report']);
    Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 3);
  });

  test('may have any other integration', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer: publicly });

    api.addRoute('ping', { integration: new WebSocketMockIntegration('Ping') });
    expect(routeOf(stack, 'ping')).not.toHaveProperty('RouteResponseSelectionExpression');
  });

  test('are one-way without a reply', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), response: ClientResponse.none(), authorizer: publicly });

    expect(theOnly(stack, 'AWS::ApiGatewayV2::Route')).not.toHaveProperty('RouteResponseSelectionExpression');
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::RouteResponse', 0);
    // API Gateway wants one of every integration that is no proxy.
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::IntegrationResponse', 1);
  });
});

describe('$connect', () => {
  test('asks for IAM by default, and is a mock with both responses', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });

    expect(routeOf(stack, '$connect')).toMatchObject({ AuthorizationType: 'AWS_IAM', RouteResponseSelectionExpression: '$default' });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'MOCK', TemplateSelectionExpression: '200', RequestTemplates: { 200: '{"statusCode":200}' },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', {
      IntegrationResponseKey: '$default', ResponseTemplates: { $default: '{"statusCode":200}' },
    });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::RouteResponse', 2);
    expect(routeOf(stack, '$default').AuthorizationType).toBe('NONE');
  });

  test('asks a Lambda authorizer', () => {
    const stack = newStack();
    const handler = lambda.Function.fromFunctionArn(stack, 'Handler', 'arn:aws:lambda:us-east-1:123456789012:function:authorize');
    new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: passing(stack), authorizer: new WebSocketLambdaAuthorizer('Authorizer', handler),
    });

    expect(routeOf(stack, '$connect')).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: expect.any(String) } });
    expect(theOnly(stack, 'AWS::ApiGatewayV2::Authorizer').AuthorizerType).toBe('REQUEST');
  });

  test('is not there for an API without authorizer', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer: publicly });

    expect(routeKeysOf(stack)).not.toContain('$connect');
    Template.fromStack(stack).resourcePropertiesCountIs('AWS::ApiGatewayV2::Integration', { IntegrationType: 'MOCK' }, 0);
  });

  test('may start a workflow, behind the same authorizer, and completes the handshake', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack, 'A') });

    api.addWorkflow('Greet', { definitionBody: passing(stack, 'B'), routeKeys: ['$connect'], response: ClientResponse.none() });

    expect(routeOf(stack, '$connect')).toMatchObject({ AuthorizationType: 'AWS_IAM', RouteResponseSelectionExpression: '$default' });
    Template.fromStack(stack).resourcePropertiesCountIs('AWS::ApiGatewayV2::Integration', { IntegrationType: 'MOCK' }, 0);
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', { ResponseTemplates: { $default: '{"statusCode":200}' } });
  });

  test('and $disconnect may start the construct\'s own workflow', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: passing(stack), routeKeys: ['$connect', '$disconnect'], response: ClientResponse.none(),
    });

    expect(routeKeysOf(stack)).toEqual(['$connect', '$disconnect']);
    expect(routeOf(stack, '$disconnect')).not.toHaveProperty('RouteResponseSelectionExpression');
  });

  test('may have an integration and an authorizer of the user\'s', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });

    api.addRoute('$connect', { integration: new WebSocketMockIntegration('Mine'), authorizer: publicly, returnResponse: true });
    expect(routeOf(stack, '$connect').AuthorizationType).toBe('NONE');
  });

  test.each<[string, (stack: Stack, webSocketApi: apigwv2.WebSocketApi, authorizer: apigwv2.IWebSocketRouteAuthorizer) => void]>([
    ['the API\'s addRoute', (_, webSocketApi, authorizer) => webSocketApi.addRoute('$connect', { integration: new WebSocketMockIntegration('Mine'), authorizer })],
    ['a route of the stack\'s', (stack, webSocketApi, authorizer) =>
      new apigwv2.WebSocketRoute(stack, 'Mine', { webSocketApi, routeKey: '$connect', integration: new WebSocketMockIntegration('Mine'), authorizer })],
    ['a route of another stack\'s', ({ node: { root } }, webSocketApi, authorizer) =>
      new apigwv2.WebSocketRoute(new Stack(root, 'Other'), 'Mine', { webSocketApi, routeKey: '$connect', integration: new WebSocketMockIntegration('Mine'), authorizer })],
    ['CloudFormation\'s resource', (stack, { apiId }, authorizer) => new apigwv2.CfnRoute(stack, 'Mine', {
      apiId, routeKey: '$connect', authorizationType: authorizer instanceof WebSocketIamAuthorizer ? 'AWS_IAM' : undefined,
    })],
  ])('may be of the user\'s by plain CDK, as long as that lets in nobody more: by %s', (_, add) => {
    for (const [authorizer, ofUser, isRefused] of [
      [undefined, new WebSocketIamAuthorizer(), false], [undefined, publicly, true], [publicly, publicly, false],
    ] as [apigwv2.IWebSocketRouteAuthorizer | undefined, apigwv2.IWebSocketRouteAuthorizer, boolean][]) {
      const stack = newStack();
      const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer });
      add(stack, api.webSocketApi as apigwv2.WebSocketApi, ofUser);
      const assembly = () => (stack.node.root as App).synth();
      if (isRefused) {
        expect(assembly).toThrow('has no authorizer, so that anybody could connect');
      } else {
        const resources = assembly().stacks.flatMap(({ template }) => Object.values<any>(template.Resources));
        expect(resources.filter(({ Properties, Type }) => Type === 'AWS::ApiGatewayV2::Route' && Properties.RouteKey === '$connect')).toHaveLength(1);
      }
    }
  });

  test('by plain CDK asks for the API key, too', () => {
    const stack = newStack();
    const { webSocketApi } = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer: publicly, apiKeyRequired: true });
    (webSocketApi as apigwv2.WebSocketApi).addRoute('$connect', { integration: new WebSocketMockIntegration('Mine') });
    expect(() => Template.fromStack(stack)).toThrow('asks for no API key, and the construct\'s apiKeyRequired is for the $connect that it adds');
  });

  test('is what an authorizer of another kind makes of it', () => {
    const stack = newStack();
    const authorizer: apigwv2.IWebSocketRouteAuthorizer = { bind: () => ({ authorizationType: 'NONE' }) };
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), authorizer });
    expect(routeOf(stack, '$connect').AuthorizationType).toBe('NONE');
  });

  test('is made once, however often an app is synthesized', () => {
    const app = new App();
    new WebSocketStepFunctionsAsync(new Stack(app, 'Stack'), 'Orders', { definitionBody: passing(app.node.findChild('Stack') as Stack) });
    const first = app.synth().getStackByName('Stack').template;
    expect(app.synth({ force: true }).getStackByName('Stack').template).toEqual(first);
  });
});

describe('stage', () => {
  test('is prod by default, and has the URLs', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });

    expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage')).toMatchObject({ StageName: 'prod' });
    expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage')).not.toHaveProperty('AutoDeploy');
    expect(textOf(stack.resolve(api.url))).toBe('wss://<OrdersWebSocketApiA2EF68A3>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod');
    expect(textOf(stack.resolve(api.callbackUrl))).toBe('https://<OrdersWebSocketApiA2EF68A3>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod');
  });

  test('names the API after the construct', () => {
    const stack = newStack();
    new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), stageName: 'v-1_a' });

    expect(theOnly(stack, 'AWS::ApiGatewayV2::Api').Name).toBe('Orders');
    expect(theOnly(stack, 'AWS::ApiGatewayV2::Stage').StageName).toBe('v-1_a');
  });
});

describe('grants', () => {
  const granted = (grant: (api: WebSocketStepFunctionsAsync, grantee: iam.Role) => iam.Grant) => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });
    const role = new iam.Role(stack, 'Grantee', { assumedBy: new iam.AccountRootPrincipal() });
    grant(api, role).assertSuccess();
    const [statement] = policiesOf(stack)[`<${stack.getLogicalId(role.node.defaultChild as iam.CfnRole)}>`][0].Statement;
    return { ...statement, Resource: textOf(statement.Resource) };
  };

  test('grantManageConnections is for every method on the stage\'s connections', () => {
    expect(granted((api, grantee) => api.grantManageConnections(grantee))).toEqual({
      Effect: 'Allow',
      Action: 'execute-api:ManageConnections',
      Resource: 'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<OrdersWebSocketApiA2EF68A3>/prod/*/@connections/*',
    });
  });

  test('grantConnect is for $connect on the stage', () => {
    expect(granted((api, grantee) => api.grantConnect(grantee))).toEqual({
      Effect: 'Allow',
      Action: 'execute-api:Invoke',
      Resource: 'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<OrdersWebSocketApiA2EF68A3>/prod/$connect',
    });
  });
});

describe('bad input', () => {
  const make = (props: (stack: Stack) => ConstructorParameters<typeof WebSocketStepFunctionsAsync>[2]) => () => {
    const stack = newStack();
    return new WebSocketStepFunctionsAsync(stack, 'Orders', props(stack));
  };

  test('fails with neither workflow', () => {
    expect(make(() => ({}))).toThrow('Stack/Orders: invalid props\n  definitionBody, stateMachine: got neither; allowed: exactly one of them');
  });

  test('fails with both workflows, and names what does not go with a state machine', () => {
    const both = make((stack) => ({
      definitionBody: passing(stack),
      stateMachine: sfn.StateMachine.fromStateMachineName(stack, 'Imported', 'imported'),
      tracingEnabled: false,
    }));
    expect(both).toThrow('definitionBody, stateMachine: got both');
    expect(both).toThrow('tracingEnabled: got a value beside stateMachine; allowed: only with definitionBody; set it on the state machine');
  });

  test('fails with options that CDK would ignore for a definition from a string', () => {
    expect(make(() => ({ definitionBody: sfn.DefinitionBody.fromString('{}'), timeout: Duration.seconds(1) })))
      .toThrow('timeout: got a value beside a definition from a string or a file');
  });

  test('fails once, with every fault', () => {
    const message = messageOf(make(() => ({
      stageName: '$default',
      routeSelectionExpression: 'request.body.action',
      routeKeys: ['a', 'a', '$connect', '$other', ''],
      executionInput: ExecutionInput.envelope({ authorizerContext: ['tenant-id'] }),
    })));
    expect(message.split('\n').map((line) => line.split(';')[0])).toEqual([
      'Stack/Orders: invalid props',
      '  stageName: got "$default"',
      '  routeSelectionExpression: got "request.body.action"',
      '  routeKeys: got "a" twice',
      '  routeKeys: got "$other"',
      '  routeKeys: got ""',
      '  executionInput.authorizerContext: got "tenant-id"',
      '  response: got a reply on $connect',
      '  definitionBody, stateMachine: got neither',
    ]);
  });

  test.each(['$connect', '$disconnect'])('fails with a reply on %s, and says what to do', (routeKey) => {
    expect(make((stack) => ({ definitionBody: passing(stack), routeKeys: [routeKey] })))
      .toThrow(`response: got a reply on ${routeKey}; allowed: none, ${routeKey} cannot answer; use ClientResponse.none()`);
  });

  test('fails with no route keys', () => {
    expect(make((stack) => ({ definitionBody: passing(stack), routeKeys: [] }))).toThrow('routeKeys: got []; allowed: at least one route key');
  });

  test.each(['', 'a b', 'a/b', 'x'.repeat(129), 'ä'])('fails with the stage name %j', (stageName) => {
    expect(make((stack) => ({ definitionBody: passing(stack), stageName })))
      .toThrow(`stageName: got ${JSON.stringify(stageName)}; allowed: 1 to 128 letters, digits, - and _`);
  });

  test('lets values through that are known at deployment only', () => {
    expect(make((stack) => ({ definitionBody: passing(stack), stageName: Token.asString({ Ref: 'Name' }) }))).not.toThrow();
  });

  test('fails for a route key that is known at deployment only', () => {
    expect(make((stack) => ({ definitionBody: passing(stack), routeKeys: [Token.asString({ Ref: 'Key' })] })))
      .toThrow('routeKeys[0]: got a value that is known only at deployment; allowed: a text');
  });

  test('fails for a schema of what has no message', () => {
    expect(make((stack) => ({ definitionBody: passing(stack), routeKeys: ['$connect'], response: ClientResponse.none(), messageSchema: {} })))
      .toThrow('messageSchema: got a schema for $connect; allowed: none, $connect has no message');
  });

  test('fails where a further workflow or route takes a key that is taken', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });

    expect(() => api.addWorkflow('$default', { stateMachine: api.stateMachine }))
      .toThrow('Stack/Orders: invalid options of addWorkflow("$default")\n  routeKeys: got "$default" twice');
    expect(() => api.addRoute('$default', { integration: new WebSocketMockIntegration('Mock') }))
      .toThrow('Stack/Orders: invalid arguments of addRoute("$default")\n  routeKey: got "$default" twice');
  });

  test('fails where $disconnect is to return a response', () => {
    const stack = newStack();
    const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack) });

    expect(() => api.addRoute('$disconnect', { integration: new WebSocketMockIntegration('Mock'), returnResponse: true }))
      .toThrow('returnResponse: got true; allowed: false for $disconnect: the client is gone');
  });
});

test('answers from a nested construct with the same rights', () => {
  const stack = newStack();
  new WebSocketStepFunctionsAsync(stack, 'Orders', {
    definitionBody: sfn.DefinitionBody.fromChainable(
      new sfn.Parallel(stack, 'Both').branch(SendToConnection.jsonPath(stack, 'Reply', { message: sfn.TaskInput.fromObject({ a: 1 }) }))),
  });

  expect(Object.values(policiesOf(stack)).flat().flatMap(({ Statement }) => Statement).map(({ Action }) => Action))
    .toEqual(expect.arrayContaining(['execute-api:ManageConnections', 'states:StartExecution']));
});

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('did not throw');
}
