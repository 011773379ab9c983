import type { ApiDescription, RouteDescription } from './api-description';
import { schemaType } from './schema-type';
import { isObject, type JsonObject } from '../json';

/** A module for `websocket-step-functions-client`: the types of an API's routes, and what the client has to know of them. */
export function typesFile({ routes, routeMember }: ApiDescription): string {
  const conversations = routes.filter(({ service }) => service === undefined);
  const services = routes.filter(({ service }) => service !== undefined);
  return [
    '// Written by `websocket-step-functions-local types`. What the workflows send is not in the template: say it where you use this,',
    '// by an interface of your own that extends Routes.',
    "import type { Api } from 'websocket-step-functions-client';",
    '',
    'export interface Routes {',
    ...conversations.map((route) => `  readonly ${JSON.stringify(route.key)}: { readonly message: ${messageType(route, routeMember)} };`),
    '}',
    '',
    ...services.some(({ service }) => service === 'resume')
      ? ['// The API keeps messages: give `connect` the `delivery` of websocket-step-functions-client/delivery.'] : [],
    'export const api: Api<Routes> = {',
    ...envelope(routeMember),
    // Of two routes of a kind, the first.
    ...[...new Map([...services].reverse().map(({ service, key }) => [service, key]))].reverse()
      .map(([service, key]) => `  ${service}: ${JSON.stringify(key)},`),
    '  routes: {',
    ...conversations.flatMap(settings),
    '  },',
    '};',
    '',
  ].join('\n');
}

/** Where the route's key is not in `action`, the client is told how to put it there. */
function envelope(routeMember: string | undefined): string[] {
  if (routeMember === 'action') {
    return [];
  }
  if (routeMember === undefined) {
    return ['  // The API chooses routes in a way that is not one member of the message: put into the messages what it looks at.',
      '  envelope: (_route, message, requestId) => ({ ...message, ...requestId !== undefined && { requestId } }),'];
  }
  const [first, ...rest] = routeMember.split('.').map((name) => JSON.stringify(name));
  const nested = rest.reduceRight((value, name) => `{ [${name}]: ${value} }`, 'route');
  return [`  envelope: (route, message, requestId) => ({ ...message, ...requestId !== undefined && { requestId }, ...route !== '$default' && { [${first}]: ${nested} } }),`];
}

function messageType({ schema }: RouteDescription, routeMember = 'action'): string {
  return schema ? schemaType(schema, [routeMember, 'requestId']) : '{ readonly [name: string]: unknown }';
}

function settings({ key, start, schema }: RouteDescription): string[] {
  const { names, isExpress = false, workflow } = start ?? {};
  const members = [
    ...names ? [`names: '${names}'`] : [],
    ...isExpress ? ['isExpress: true'] : [],
    ...workflow === undefined ? [] : [`workflow: ${JSON.stringify(workflow)}`],
    ...schema && refusesId(schema) ? ['hasRequestId: false'] : [],
  ];
  return members.length === 0 ? [] : [`    ${JSON.stringify(key)}: { ${members.join(', ')} },`];
}

/** Whether messages with an id would not be taken. */
function refusesId({ additionalProperties, properties }: JsonObject): boolean {
  return additionalProperties === false && !(isObject(properties) && Object.hasOwn(properties, 'requestId'));
}
