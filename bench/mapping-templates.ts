import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import velocity from 'velocityjs';
import { atLeast, compare, Figure } from './measure';
import { MappingTemplate } from '../local/src';
import { WebSocketStepFunctionsAsync } from '../src';

/** The default request template, with a plain text for what CloudFormation fills in. */
function requestTemplate(): string {
  const stack = new Stack(new App());
  new WebSocketStepFunctionsAsync(stack, 'Orders', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) });
  const [integration] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration', { Properties: { IntegrationType: 'AWS' } }));
  const [, parts] = integration.Properties.RequestTemplates.$default['Fn::Join'];
  return parts.map((part: unknown) => typeof part === 'string' ? part : 'abc123').join('');
}

/** Rendering the default request template for a message of a kilobyte, parsed once, beside velocityjs. */
async function rendering(): Promise<Figure> {
  const text = requestTemplate();
  const body = JSON.stringify({ action: 'order', items: Array.from({ length: 12 }, (_, index) => ({ id: index, name: `it's item ${index}`, note: 'x'.repeat(40) })) });
  const context = { connectionId: 'SOqGjdZioAMCEeg=', requestId: 'SOqIDEacoAMFaHQ=', routeKey: '$default', requestTimeEpoch: 1652716274909, stage: 'prod' };

  const ours = MappingTemplate.parse(text);
  const theirs = new velocity.Compile(velocity.parse(text), { escape: false });
  const escapeJavaScript = (value: string) => JSON.stringify(String(value)).slice(1, -1).replaceAll("'", "\\'");
  const variables = { input: { json: () => JSON.stringify(JSON.parse(body)) }, util: { escapeJavaScript }, context };

  const result = await compare(() => ours.render({ body, context }), () => theirs.render(variables));
  return atLeast(`renderings a second, default request template, ${body.length} bytes, to velocityjs`, result.ratio, 3,
    ` (${Math.round(result.ours)} to ${Math.round(result.theirs)})`);
}

export const mappingTemplates = [rendering];
