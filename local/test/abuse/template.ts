/** A state machine of the template; a message with its name as `action` starts it. */
interface Machine {
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly states: Readonly<Record<string, object>>;
  readonly language?: 'JSONata';
}

const API = { Ref: 'Api' };
const ROLE = { 'Fn::GetAtt': ['Role', 'Arn'] };
const START = '{"stateMachineArn":"${Machine}","input":"$util.escapeJavaScript($input.json(\'$\')).replaceAll("\\\\\'","\'")"}';
const MOCK = { IntegrationType: 'MOCK', TemplateSelectionExpression: '200', RequestTemplates: { 200: '{"statusCode":200}' } };

const pass = (rest: object): Record<string, object> => ({ State: { Type: 'Pass', ...rest, End: true } });
const output = (expression: string): Machine => ({ language: 'JSONata', states: pass({ Output: `{% ${expression} %}` }) });
const loop = (rest: object): Record<string, object> => ({
  Work: { Type: 'Pass', ...rest, Next: 'Again' },
  Again: { Type: 'Choice', Choices: [{ Variable: '$.end', IsPresent: true, Next: 'End' }], Default: 'Work' },
  End: { Type: 'Succeed' },
});
const placeholders = '{}'.repeat(3000);

const MACHINES: Readonly<Record<string, Machine>> = {
  start: { type: 'EXPRESS', states: pass({}) },
  standardLoop: { states: loop({}) },
  expressLoop: { type: 'EXPRESS', states: loop({ Parameters: { 'id.$': 'States.UUID()' }, ResultPath: '$.id' }) },
  sync: { type: 'EXPRESS', states: { State: { Type: 'Wait', Seconds: 10, End: true } } },
  jsonPath: { states: pass({ InputPath: '$..*..*..*..*' }) },
  format: { states: pass({ Parameters: { 'text.$': `States.Format('${placeholders}'${', $.text'.repeat(3000)})` } }) },
  pad: output("$length($pad('', 400000000))"),
  range: output('$count([1..1000000000])'),
  join: output("$length($reduce([1..40], function($text, $_) { $text & $text }, 'x'))"),
  recursion: output('($f := function($n) { $f($n + 1) }; $f(0))'),
  nested: output('($f := function($n) { 1 + $f($n + 1) }; $f(0))'),
  pattern: output('$match($states.input.text, /^(a+)+$/)'),
  cartesian: output('$states.input.list.($x := $; $states.input.list.($y := $; $states.input.list.($x & $y)))'),
  endpoint: {
    states: { State: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { 'FunctionName.$': '$.name', 'Payload': {} }, End: true } },
  },
};

/** Routes with a mapping template of their own. */
const TEMPLATES: Readonly<Record<string, string>> = {
  loops: '#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])$a#end#end#end',
  doubling: '#set($x = "x")#foreach($i in [1..60])#set($x = "$x$x")#end$x',
  replacing: '#set($x = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")$x.replaceAll("^(a+)+$", "")',
};

/** A template for attacks. @param hasRule whether every end of an execution starts two more */
export function template(hasRule = false): object {
  const resources: Record<string, object> = {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: { Effect: 'Allow', Principal: { Service: ['apigateway.amazonaws.com', 'states.amazonaws.com', 'events.amazonaws.com'] }, Action: 'sts:AssumeRole' },
        },
        Policies: [{ PolicyName: 'All', PolicyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } }],
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: API, StageName: 'prod' } },
    Model: {
      Type: 'AWS::ApiGatewayV2::Model',
      Properties: { ApiId: API, Name: 'Model', Schema: { type: 'object', properties: { text: { type: 'string', pattern: '^(a+)+$' } } } },
    },
  };
  const route = (key: string, integration: object, reply: object, rest: object = {}): void => {
    const id = key.replace(/\W/g, '');
    resources[`${id}Integration`] = { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: API, CredentialsArn: ROLE, ...integration } };
    resources[`${id}Response`] = {
      Type: 'AWS::ApiGatewayV2::IntegrationResponse',
      Properties: { ApiId: API, IntegrationId: { Ref: `${id}Integration` }, IntegrationResponseKey: '$default', ...reply },
    };
    resources[`${id}Route`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId: API, RouteKey: key, Target: { 'Fn::Sub': `integrations/\${${id}Integration}` }, ...rest },
    };
    resources[`${id}RouteResponse`] = {
      Type: 'AWS::ApiGatewayV2::RouteResponse', Properties: { ApiId: API, RouteId: { Ref: `${id}Route` }, RouteResponseKey: '$default' },
    };
  };
  const starting = (machine: string, action = 'StartExecution'): object => ({
    IntegrationType: 'AWS',
    IntegrationMethod: 'POST',
    IntegrationUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:states:action/${action}` },
    TemplateSelectionExpression: '\\$default',
    RequestTemplates: { $default: { 'Fn::Sub': START.replace('${Machine}', `\${${machine}Machine}`) } },
  });
  Object.entries(MACHINES).forEach(([name, { type = 'STANDARD', states, language }]) => {
    resources[`${name}Machine`] = {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: name,
        StateMachineType: type,
        RoleArn: ROLE,
        Definition: { ...language && { QueryLanguage: language }, StartAt: Object.keys(states)[0], States: states },
      },
    };
    route(name, starting(name, name === 'sync' ? 'StartSyncExecution' : 'StartExecution'), {});
  });
  Object.entries(TEMPLATES).forEach(([name, text]) => route(name, { ...MOCK, RequestTemplates: { 200: text } }, {}));
  route('$default', MOCK, { ResponseTemplates: { $default: '$context.connectionId' } });
  route('large', MOCK, { ResponseTemplates: { $default: 'x'.repeat(32_000) } });
  route('model', MOCK, {}, { ModelSelectionExpression: '$default', RequestModels: { $default: 'Model' } });
  if (hasRule) {
    const target = (id: string): object => ({ Id: id, Arn: { Ref: 'standardEndMachine' }, RoleArn: ROLE });
    resources.standardEndMachine = {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { StateMachineName: 'standardEnd', RoleArn: ROLE, Definition: { StartAt: 'State', States: pass({}) } },
    };
    route('rule', starting('standardEnd'), {});
    resources.Rule = {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['aws.states'], detail: { status: ['SUCCEEDED'] } }, Targets: [target('One'), target('Two')] },
    };
  }
  return { Resources: resources };
}
