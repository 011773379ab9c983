import { TemplateLoadError } from './errors';
import { NO_VALUE } from './intrinsics';
import { excerpt, isObject, Json, JsonObject, member } from './json';
import { attributeValue, knownAttributes, refValue, ResourceView } from './resource-types';
import type { Stack } from './stack';

/** A resource of a stack; its properties resolve when they are asked for. */
export class Resource {
  readonly type: string;

  constructor(readonly stack: Stack, readonly logicalId: string, readonly body: JsonObject) {
    this.type = String(body.Type);
  }

  /** For messages: `resource Api (stack Demo)`. */
  get label(): string {
    return `resource ${this.logicalId} (stack ${this.stack.name})`;
  }

  /** A property, resolved; undefined when it is absent or `AWS::NoValue`. */
  property(name: string): Json | undefined {
    return this.resolved(this.raw(name), name);
  }

  /** As `property`, for one that holds a text. */
  text(name: string): string | undefined {
    const value = this.property(name);
    if (value !== undefined && typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      throw new TemplateLoadError(`${this.label}, property ${name}: expected a text, got ${excerpt(value)}`);
    }
    return value === undefined ? undefined : String(value);
  }

  /** As `text`, for one that must be there. */
  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) {
      throw new TemplateLoadError(`${this.label}, property ${name}: is required`);
    }
    return value;
  }

  /** As `property`, for one that holds an object. */
  object(name: string): JsonObject | undefined {
    const value = this.property(name);
    if (value !== undefined && !isObject(value)) {
      throw new TemplateLoadError(`${this.label}, property ${name}: expected an object, got ${excerpt(value)}`);
    }
    return value;
  }

  /** One member of a property that holds an object, resolved: what stands beside it need not resolve. */
  memberOf(name: string, memberName: string): Json | undefined {
    const raw = this.raw(name);
    const rawMember = isObject(raw) ? member(raw, memberName) : undefined;
    // Behind an intrinsic function is an object that has to be resolved to be seen.
    return rawMember === undefined ? member(this.object(name) ?? {}, memberName) : this.resolved(rawMember, `${name}.${memberName}`);
  }

  /** As `object`, for one whose values are texts. */
  texts(name: string): Record<string, string> {
    return Object.fromEntries(Object.entries(this.object(name) ?? {}).map(([key, value]) => {
      if (typeof value === 'object') {
        throw new TemplateLoadError(`${this.label}, property ${name}.${key}: expected a text, got ${excerpt(value)}`);
      }
      return [key, String(value)];
    }));
  }

  /** What `Ref` of this resource gives. */
  ref(): string {
    return this.stack.once(this.label, () => refValue(this.type, this.view()));
  }

  /** What `Fn::GetAtt` of this resource gives. */
  attribute(name: string, at: string): Json {
    const value = this.stack.once(`${this.label}.${name}`, () => attributeValue(this.type, name, this.view()));
    if (value === undefined) {
      throw new TemplateLoadError(`${at}: ${this.logicalId} (${this.type}) has no attribute ${name}: ${knownAttributes(this.type).join(', ') || 'only Ref'}`);
    }
    return value;
  }

  private raw(name: string): Json | undefined {
    const properties = this.body.Properties;
    return isObject(properties) ? member(properties, name) : undefined;
  }

  private resolved(raw: Json | undefined, at: string): Json | undefined {
    const resolved = raw === undefined ? NO_VALUE : this.stack.resolve(raw, `${this.label}, property ${at}`);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  private view(): ResourceView {
    const { stack } = this;
    return {
      logicalId: this.logicalId,
      stackName: stack.name,
      region: stack.region,
      accountId: stack.environment.accountId,
      partition: stack.partition,
      urlSuffix: stack.urlSuffix,
      seed: `${stack.name}/${this.logicalId}`,
      property: (name) => this.property(name),
      ref: () => this.ref(),
    };
  }
}
