import { ContextMap, contextValue } from './context-map';

/** What the members of `$context` that templates write to begin with. */
const OVERRIDES = { requestOverride: { header: {}, path: {}, querystring: {} }, responseOverride: { header: {} } } as const;

/**
 * `$context` of one message, which its request template and its response template share: what the first puts into
 * `$context.requestOverride` and `$context.responseOverride`, the second finds there.
 */
export class TemplateContext {
  /** @internal */
  public readonly map: ContextMap;

  /** @param data plain data, which stays as it is */
  constructor(data: Readonly<Record<string, unknown>>) {
    this.map = new ContextMap(data, OVERRIDES);
  }

  /** Adds what the integration's answer brings, such as `status`. */
  public set(name: string, value: unknown): void {
    this.map.set(name, contextValue(value));
  }
}
