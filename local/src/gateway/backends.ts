import { IntegrationResource, TemplateLoadError } from '../template';
import type { HttpAnswer } from './http';
import { IntegrationFailure } from './integration-failure';
import { actions } from './step-functions/actions';
import type { StepFunctions } from './step-functions/step-functions';

/** What an integration calls with its rendered request. */
export type Backend = (request: string) => HttpAnswer | Promise<HttpAnswer>;

type BackendFactory = (integration: IntegrationResource, service: StepFunctions) => Backend;

/** The integration types. To support another, add one entry. */
const types: ReadonlyMap<string, BackendFactory> = new Map<string, BackendFactory>([
  ['MOCK', () => mock],
  ['AWS', stepFunctionsAction],
]);

/** @throws TemplateLoadError when the local run cannot play the integration */
export function backend(integration: IntegrationResource, service: StepFunctions): Backend {
  const type = types.get(integration.type);
  if (!type) {
    throw new TemplateLoadError(`${integration.label}, property IntegrationType: ${integration.type} is not supported by the local run: ${[...types.keys()].join(', ')}`);
  }
  return type(integration, service);
}

/** A MOCK answers with the `statusCode` that its request template gives, which API Gateway reads leniently: quotes may be missing. */
function mock(request: string): HttpAnswer {
  const [, statusCode] = /["']?\bstatusCode["']?\s*:\s*["']?(\d{3})\b/.exec(request) ?? [];
  if (statusCode === undefined) {
    throw IntegrationFailure.internal(`the MOCK integration's request template must give {"statusCode": 200}, got ${JSON.stringify(request.slice(0, 200))}`);
  }
  return { status: Number(statusCode), body: '' };
}

function stepFunctionsAction({ label, uri = '' }: IntegrationResource, service: StepFunctions): Backend {
  const [, action] = /^arn:[^:]+:apigateway:[^:]*:states:action\/(\w+)$/.exec(uri) ?? [];
  if (action === undefined || !actions.has(action)) {
    throw new TemplateLoadError(`${label}, property IntegrationUri: '${uri}' is not supported by the local run: `
      + `arn:aws:apigateway:<region>:states:action/ with ${[...actions.keys()].join(', ')}`);
  }
  return (request) => service.perform(action, request);
}
