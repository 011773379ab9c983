import { atLoad } from './at-load';
import { InputTransformer } from './input-transformer';
import type { JsonObject } from '../json';
import { compileQuery } from '../jsonpath';
import type { EventRuleResource, EventTargetResource } from '../template';

/** The text that a target receives; undefined when the event holds nothing for it. */
export type TargetInput = (event: JsonObject) => string | undefined;

/**
 * What a target receives: a constant, a part of the event, a text made from it, or the event.
 *
 * @throws TemplateLoadError for a path or a transformer that EventBridge would refuse
 */
export function targetInput({ id, label, input, inputPath, inputTransformer }: EventTargetResource, rule: EventRuleResource): TargetInput {
  if (input !== undefined) {
    return () => input;
  }
  if (inputPath !== undefined) {
    const query = atLoad(`${label}.InputPath`, () => compileQuery(inputPath));
    return (event) => JSON.stringify(query(event));
  }
  if (inputTransformer) {
    const transformer = atLoad(`${label}.InputTransformer`, () => new InputTransformer(inputTransformer, id));
    return (event) => transformer.transform({ event, ruleArn: rule.arn, ruleName: rule.name });
  }
  return (event) => JSON.stringify(event);
}
