import { test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ProductionStack, ProductionStackProps } from '../lib/production-stack';

const synthesize = (props?: ProductionStackProps) => Template.fromStack(new ProductionStack(new App(), 'Production', props));
const template = synthesize();

test('only who has a token connects', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', AuthorizationType: 'CUSTOM' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', { IdentitySource: ['route.request.querystring.token'] });
});

for (const routeKey of ['order', 'quote']) {
  test(`the route ${routeKey} takes valid messages only`, () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: routeKey, RequestModels: { $default: Match.anyValue() } });
  });
}

test('both workflows, and all log groups, have the key of the customer\'s own', () => {
  template.resourcePropertiesCountIs('AWS::StepFunctions::StateMachine', {
    EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY' },
  }, 2);
  const { length } = Object.keys(template.findResources('AWS::Logs::LogGroup'));
  template.resourcePropertiesCountIs('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() }, length);
});

test('every alarm tells whoever is on call, when it goes off and when it is over', () => {
  const { length } = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
  template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()], OKActions: [Match.anyValue()] }, length);
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({ Action: 'sns:Publish', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } })]),
    },
  });
});

test('clients connect to a domain of yours, if there is one', () => {
  template.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
  const domain = { name: 'ws.example.com', certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/11111111-2222-3333-4444-555555555555' };
  const withDomain = synthesize({ domain });
  withDomain.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: domain.name });
  withDomain.hasOutput('Url', { Value: { 'Fn::Join': ['', ['wss://', { Ref: Match.stringLikeRegexp('^Domain') }, '/']] } });
});
