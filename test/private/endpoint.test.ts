import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { WebSocketStepFunctionsAsync } from '../../src';
import { newStack, passing, textOf } from '../stacks';

test('a custom domain is where clients connect, and not where workflows answer', () => {
  const stack = newStack();
  const domainName = new apigwv2.DomainName(stack, 'Domain', {
    domainName: 'orders.example.com', certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/a'),
  });
  const api = new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: passing(stack), domainMapping: { domainName, mappingKey: 'v1' } });

  expect(textOf(stack.resolve(api.url))).toMatch(/^wss:\/\/<Domain\w+>\/v1$/);
  expect(textOf(stack.resolve(api.callbackUrl))).toMatch(/execute-api/);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
});
