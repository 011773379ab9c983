import type { Backend, BackendFactory, BackendServices } from './backend';
import { filledIn, RequestParameters } from './request-parameters';
import { ServiceUri, serviceUri } from './service-uri';
import type { Endpoint } from '../../aws/endpoint';
import { endpointAdvice, services as knownServices } from '../../aws/services';
import { excerpt, isObject, JsonObject, parsedJson } from '../../json';
import { accessDenied } from '../../rights/access-denied';
import type { ServiceCall } from '../../rights/call-rights';
import { IntegrationResource, NotPlayedError, TemplateLoadError } from '../../template';
import { IntegrationFailure } from '../integration-failure';

const FORM = 'application/x-www-form-urlencoded';
/** Versions of APIs that are called by forms. */
const FORM_VERSIONS: Readonly<Record<string, string>> = {
  sns: '2010-03-31', sqs: '2012-11-05', sts: '2011-06-15', ses: '2010-12-01', email: '2010-12-01', monitoring: '2010-08-01', iam: '2010-05-08',
};

/**
 * A service of AWS: an action of one that the run has, such as `arn:aws:apigateway:us-east-1:states:action/StartExecution`, or whatever an
 * endpoint has, such as `arn:aws:apigateway:us-east-1:sqs:path/123456789012/orders`.
 */
export const serviceAction: BackendFactory = (integration, services) => {
  const { label, uri } = integration;
  if (uri === undefined) {
    throw new TemplateLoadError(`${label}, property IntegrationUri: is required`);
  }
  const target = serviceUri(uri);
  if (!target) {
    throw new NotPlayedError(`${label}, property IntegrationUri: ${excerpt(uri, 300)} calls no service: `
      + 'arn:<partition>:apigateway:<region>:<service>:action/<action>, or :path/<path>');
  }
  return ownAction(integration, target, services) ?? forwarded(integration, target, services);
};

/** An action that answers at once, if it can, so that its answer goes out before anything that it starts. */
function ownAction(integration: IntegrationResource, { service, kind, rest }: ServiceUri, { apis, rights }: BackendServices): Backend | undefined {
  const api = apis.get(service);
  if (kind !== 'action' || !api?.actions.includes(rest)) {
    return undefined;
  }
  if (!rights.isChecked) {
    return ({ body, signal }) => api.perform(rest, body, signal);
  }
  return (asked) => {
    const { body, request } = asked;
    const parameters = parsedJson(body);
    const denial = rights.denialOfCall(integration, { service, action: rest, parameters: isObject(parameters) ? parameters : {} }, request);
    return denial ? accessDenied(service, denial.message) : api.perform(rest, body, asked.signal);
  };
}

function forwarded(integration: IntegrationResource, target: ServiceUri, services: BackendServices): Backend {
  const { label, method, uri } = integration;
  const { service, kind, rest, region } = target;
  const endpoint = endpointOf(integration, target, services);
  const parameters = new RequestParameters(integration);
  return async ({ body, request, signal }) => {
    const { headers, query, path } = parameters.map(request);
    const filled = filledIn(rest, path, request.stageVariables);
    const call = kind === 'action' ? actionCall(service, filled, headers) : { path: `/${filled}`, headers: {} };
    const separator = call.path.includes('?') ? '&' : '?';
    const own = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
    const defaults = Object.entries({ 'Content-Type': 'application/json', ...call.headers }).filter(([name]) => !own.has(name.toLowerCase()));
    const asked = forwardedCall(target, filled, query, body);
    const denial = asked && services.rights.denialOfCall(integration, asked.call, request);
    if (denial) {
      return accessDenied(service, denial.message, asked.isForm);
    }
    try {
      const { status, body: answer } = await endpoint.send({
        method: kind === 'action' ? 'POST' : method,
        path: query.size > 0 ? `${call.path}${separator}${query.toString()}` : call.path,
        headers: { ...Object.fromEntries(defaults), ...headers },
        body,
        region,
        signal,
      });
      return { status, body: answer };
    } catch (error) {
      throw IntegrationFailure.internal(`${label}: ${uri} at ${endpoint.place}: ${(error as Error).message || String(error)}`);
    }
  };
}

function endpointOf({ label, uri }: IntegrationResource, { service, kind, rest }: ServiceUri, { apis, endpoints }: BackendServices): Endpoint {
  const at = `${label}, property IntegrationUri: '${uri}'`;
  const endpoint = endpoints.of(service);
  const way = `give ${endpointAdvice(service)}`;
  const actions = endpoint?.actions ?? (endpoint ? undefined : apis.get(service)?.actions);
  if (actions && (kind === 'path' || !actions.includes(rest))) {
    throw new NotPlayedError(`${at} is not played: the local run has of ${service} the actions ${actions.join(', ')}; for others ${way}`);
  }
  if (!endpoint) {
    throw new NotPlayedError(`${at} is not played: the local run has no ${service}; ${way}`);
  }
  return endpoint;
}

interface ActionCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How an action goes over the wire: by a header where the service takes JSON, else by the query string. */
function actionCall(service: string, action: string, headers: Readonly<Record<string, string>>): ActionCall {
  const [name, ...more] = action.split('&');
  const isForm = Object.entries(headers).some(([header, value]) => header.toLowerCase() === 'content-type' && value.includes(FORM));
  const call = knownServices.find(({ names }) => names.includes(service))?.protocol.request(name, {});
  if (call && !isForm && !call.headers['Content-Type']?.includes(FORM)) {
    return { path: call.path, headers: call.headers };
  }
  const query = new URLSearchParams({ Action: name, ...FORM_VERSIONS[service] && { Version: FORM_VERSIONS[service] } });
  return { path: `/?${[query.toString(), ...more].join('&')}`, headers: { 'Content-Type': FORM } };
}

/** What a request that is passed on asks of its service, where that can be seen: the action's name, and its parameters in JSON or in a form. */
function forwardedCall(
  { service, kind, rest }: ServiceUri, filled: string, query: URLSearchParams, body: string,
): { readonly call: ServiceCall; readonly isForm: boolean } | undefined {
  const json = parsedJson(body);
  const form = new URLSearchParams(isObject(json) ? '' : body);
  const named = kind === 'action' ? rest.split('&')[0] : query.get('Action') ?? form.get('Action');
  if (named === null) {
    return undefined;
  }
  // A queue is in the path.
  const queue: JsonObject = kind === 'path' && service === 'sqs' ? { QueueUrl: `/${filled.split('?')[0]}` } : {};
  const parameters: JsonObject = { ...queue, ...Object.fromEntries(query), ...Object.fromEntries(form), ...isObject(json) && json };
  return { call: { service, action: named, parameters }, isForm: !isObject(json) };
}
