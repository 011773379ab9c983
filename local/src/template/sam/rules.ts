import { Json, JsonObject, ownMember } from '../../json';
import { TemplateLoadError } from '../errors';
import { pick, withoutAbsent } from './expansion';

/** The rule's properties for an `EventBridgeRule` or `CloudWatchEvent`. */
export function rulePattern(properties: JsonObject): JsonObject {
  return withoutAbsent({
    EventBusName: ownMember(properties, 'EventBusName'),
    EventPattern: ownMember(properties, 'Pattern'),
    Name: ownMember(properties, 'RuleName'),
    State: state(properties),
  });
}

/** The rule's properties for a `Schedule`. */
export function schedule(properties: JsonObject, label: string): JsonObject {
  if (properties.State !== undefined && properties.Enabled !== undefined) {
    throw new TemplateLoadError(`${label}: State and Enabled cannot both be given`);
  }
  return withoutAbsent({ ScheduleExpression: ownMember(properties, 'Schedule'), State: state(properties), ...pick(properties, 'Name', 'Description') });
}

function state({ State: given, Enabled: enabled }: JsonObject): Json | undefined {
  return given ?? (enabled === undefined ? undefined : enabled === true || enabled === 'true' ? 'ENABLED' : 'DISABLED');
}
