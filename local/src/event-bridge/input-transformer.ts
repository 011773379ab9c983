import type { Json, JsonObject } from '../json';
import { compileQuery } from '../jsonpath';
import type { InputTransformerResource } from '../template';

/** What a transformer reads. */
export interface TransformerSources {
  readonly event: JsonObject;
  readonly ruleArn: string;
  readonly ruleName: string;
}

type Variable = (sources: TransformerSources) => Json | undefined;

/** The placeholders that every template has. */
const PREDEFINED: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['aws.events.rule-arn', ({ ruleArn }) => ruleArn],
  ['aws.events.rule-name', ({ ruleName }) => ruleName],
  ['aws.events.event.ingestion-time', ({ event }) => event.time],
  ['aws.events.event.json', ({ event }) => event],
  // AWS names one member differently here.
  ['aws.events.event', ({ event: { detail, 'detail-type': detailType, ...event } }) => ({ ...event, detailType })],
]);

interface Placeholder {
  readonly value: Variable;
  /** Whether it stands inside the quotes of a text. */
  readonly isQuoted: boolean;
}

/**
 * An input template with placeholders such as `<status>`, parsed once.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export class InputTransformer {
  private readonly parts: readonly (string | Placeholder)[];

  /** @throws SyntaxError for a placeholder without a path, JsonPathError for a text that is none */
  constructor({ inputPathsMap, inputTemplate }: InputTransformerResource, targetId: string) {
    const paths = new Map(Object.entries(inputPathsMap).map(([name, path]): [string, Variable] => {
      const query = compileQuery(path);
      return [name, ({ event }) => query(event)];
    }));
    const variable = (name: string): Variable => {
      const value = paths.get(name) ?? PREDEFINED.get(name);
      if (!value) {
        throw new SyntaxError(`InputTemplate for target ${targetId} contains invalid placeholder ${name}.`);
      }
      return value;
    };
    let isQuoted = false;
    this.parts = (inputTemplate.match(/<[\w.-]+>|\\[^]|"|[^<\\"]+|[<\\]/g) ?? []).map((token) => {
      if (/^<.+>$/.test(token)) {
        return { value: variable(token.slice(1, -1)), isQuoted };
      }
      isQuoted = token === '"' ? !isQuoted : isQuoted;
      return token;
    });
  }

  /** The text that the template gives; JSON if the template is. */
  public transform(sources: TransformerSources): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : text(part.value(sources) ?? '', part.isQuoted))).join('');
  }
}

/** A value as it stands in the template. In a text it is escaped; an object there loses its quotes, as on AWS. */
function text(value: Json, isQuoted: boolean): string {
  const json = JSON.stringify(value);
  if (!isQuoted) {
    return json;
  }
  return typeof value === 'string' ? json.slice(1, -1) : json.replace(/\\?"/g, '');
}
