import type { LogEntry } from '../../src/log-entry';
import { Caller } from '../../src/rights/right';
import { Rights } from '../../src/rights/rights';
import { loadTemplate } from '../../src/template';
import { file } from '../files';

const API = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } },
};

export const ROLE = 'arn:aws:iam::123456789012:role/r';

/** The rights of a template with these resources, and what the log hears. */
export function rightsOf(resources: object, isChecked = true): { rights: Rights; log: LogEntry[] } {
  const log: LogEntry[] = [];
  const template = loadTemplate(file({ Resources: { ...API, ...resources } }));
  return { rights: new Rights({ template, isChecked, log: (entry) => log.push(entry) }), log };
}

/** A role named `r` with one inline policy, and what else its properties have. */
export function role(statements: readonly object[], more: object = {}): object {
  const policy = { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } };
  return { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', ...statements.length > 0 && { Policies: [policy] }, ...more } } };
}

/** What the caller hears for an action: undefined when it may. */
export function messageFor(caller: Caller, action: string, resource: string | undefined, context?: Record<string, string[]>): string | undefined {
  return caller.denial([{ action, resource, context }])?.message;
}
