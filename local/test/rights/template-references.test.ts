import { TemplateReferences } from '../../src/rights/template-references';
import { loadTemplate } from '../../src/template';
import { file } from '../files';

const HERE = 'us-east-1:123456789012';
const template = loadTemplate(file({
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
    Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'm', Definition: { StartAt: 'P', States: { P: { Type: 'Succeed' } } } } },
    Work: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f', Role: 'r', Runtime: 'nodejs22.x', Handler: 'i.h', Code: { ZipFile: '' } } },
    Orders: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 't', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [] } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't' } },
    Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'r', EventPattern: { source: ['x'] } } },
  },
}));
const references = new TemplateReferences(template);
const API = `arn:aws:execute-api:${HERE}:${template.apis[0].apiId}`;
const SUB = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}';

test.each([
  [`arn:aws:states:${HERE}:stateMachine:m`, { 'Fn::GetAtt': ['Machine', 'Arn'] }],
  [`arn:aws:states:${HERE}:stateMachine:m2`, `arn:aws:states:${HERE}:stateMachine:m2`],
  [`arn:aws:states:${HERE}:execution:m:some-id`, { 'Fn::Sub': 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Machine.Name}:*' }],
  [`arn:aws:lambda:${HERE}:function:f:live`, { 'Fn::Sub': '${Work.Arn}:live' }],
  [`arn:aws:dynamodb:${HERE}:table/t/index/i`, { 'Fn::Sub': '${Orders.Arn}/index/i' }],
  [`arn:aws:sns:${HERE}:t`, { Ref: 'Topic' }],
  [`arn:aws:events:${HERE}:rule/r`, { 'Fn::GetAtt': ['Rule', 'Arn'] }],
  [`${API}/prod/POST/@connections/{connectionId}`, { 'Fn::Sub': `${SUB}/prod/POST/@connections/*` }],
  [`${API}/prod/$connect`, { 'Fn::Sub': `${SUB}/prod/$connect` }],
  [`${API}/authorizers/a1b2c3`, { 'Fn::Sub': `${SUB}/authorizers/*` }],
  ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket'],
  ['*', '*'],
])('%s is written as %j', (arn, written) => {
  expect(references.of(arn)).toEqual(written);
});
