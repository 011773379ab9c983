import type { Assembly } from './assembly';
import type { Resource } from './resource';

/** Resources that do something on AWS and nothing here, by type. To name another, add one line. */
const TYPES: ReadonlyMap<string, (resource: Resource) => string | undefined> = new Map<string, (resource: Resource) => string | undefined>([
  ['AWS::ApiGatewayV2::Api', (resource) => (resource.text('ProtocolType') === 'WEBSOCKET'
    ? undefined : 'the local run plays WebSocket APIs only, so this HTTP API is not there')],
  ['AWS::ApiGateway::RestApi', () => 'the local run plays WebSocket APIs only, so this REST API is not there'],
  ['AWS::AppSync::GraphQLApi', () => 'the local run plays WebSocket APIs only, so this GraphQL API is not there'],
  ['AWS::Scheduler::Schedule', () => 'schedules are not played, so this one never starts anything'],
  ['AWS::Pipes::Pipe', () => 'pipes are not played, so this one never moves anything'],
]);

/** Names what stands beside the WebSocket APIs and is not played. */
export function unplayedResources(assembly: Assembly): void {
  for (const resource of assembly.resourcesOfType(...TYPES.keys())) {
    const reason = assembly.findings.attemptOptional(() => TYPES.get(resource.type)!(resource));
    if (reason !== undefined) {
      assembly.findings.warn(`${resource.label}: ${reason}`);
    }
  }
}
