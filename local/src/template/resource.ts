import { TemplateLoadError } from './errors';
import { functionName, NO_VALUE } from './intrinsics';
import { excerpt, isObject, Json, JsonObject, ownMember } from '../json';
import type { ResourceView } from './return-value';
import { attributeValue, knownAttributes, refValue } from './return-values';
import type { Stack } from './stack';

/** A resource of a stack; its properties resolve when they are asked for. */
export class Resource {
  public readonly type: string;

  constructor(public readonly stack: Stack, public readonly logicalId: string, public readonly body: JsonObject) {
    this.type = String(body.Type);
  }

  /** For messages: `resource Api (stack Demo)`. */
  public get label(): string {
    return `resource ${this.logicalId} (stack ${this.stack.name})`;
  }

  /** Where it is in the CDK app, when CDK has said so: `Demo/Orders/Api`. */
  public get constructPath(): string | undefined {
    const path = isObject(this.body.Metadata) ? this.body.Metadata['aws:cdk:path'] : undefined;
    return typeof path === 'string' ? path.replace(/\/(Resource|Default)$/, '') : undefined;
  }

  /** A property, resolved; undefined when it is absent or `AWS::NoValue`. */
  public property(name: string): Json | undefined {
    return this.stack.once(`${this.label}, property ${name}`, () => this.resolved(this.raw(name), name));
  }

  /** As `property`; what does not resolve is a warning, and the property is taken for absent. */
  public tryProperty(name: string, warnings: string[]): Json | undefined {
    try {
      return this.property(name);
    } catch (error) {
      if (!(error instanceof TemplateLoadError)) {
        throw error;
      }
      warnings.push(error.message);
      return undefined;
    }
  }

  /** As `property`, for one that holds a text. */
  public text(name: string): string | undefined {
    const value = this.property(name);
    if (value !== undefined && typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      throw new TemplateLoadError(`${this.label}, property ${name}: expected a text, got ${excerpt(value)}`);
    }
    return value === undefined ? undefined : String(value);
  }

  /** As `text`, for one that must be there. */
  public requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) {
      throw new TemplateLoadError(`${this.label}, property ${name}: is required`);
    }
    return value;
  }

  /** As `property`, for one that holds an object. */
  public object(name: string): JsonObject | undefined {
    const value = this.property(name);
    if (value !== undefined && !isObject(value)) {
      throw new TemplateLoadError(`${this.label}, property ${name}: expected an object, got ${excerpt(value)}`);
    }
    return value;
  }

  /** One member of a property that holds an object, resolved: what stands beside it need not resolve. */
  public memberOf(name: string, memberName: string): Json | undefined {
    const raw = this.raw(name);
    const rawMember = isObject(raw) ? ownMember(raw, memberName) : undefined;
    // Behind an intrinsic function is an object that has to be resolved to be seen.
    return rawMember === undefined ? ownMember(this.object(name) ?? {}, memberName) : this.resolved(rawMember, `${name}.${memberName}`);
  }

  /** The names of its properties. */
  public get propertyNames(): string[] {
    return isObject(this.body.Properties) ? Object.keys(this.body.Properties) : [];
  }

  /** The members of an object inside a property, each to be resolved on its own: one that does not resolve need not spoil the others. */
  public membersOf(name: string, memberName: string): [string, () => Json | undefined][] {
    const raw = this.raw(name);
    const inner = isObject(raw) ? ownMember(raw, memberName) : undefined;
    if (isObject(inner) && functionName(inner) === undefined) {
      return Object.entries(inner).map(([key, value]) => [key, () => this.resolved(value, `${name}.${memberName}.${key}`)]);
    }
    const resolved = this.memberOf(name, memberName);
    return Object.entries(isObject(resolved) ? resolved : {}).map(([key, value]) => [key, () => value]);
  }

  /** As `object`, for one whose values are texts. */
  public texts(name: string): Record<string, string> {
    return Object.fromEntries(Object.entries(this.object(name) ?? {}).map(([key, value]) => {
      if (typeof value === 'object') {
        throw new TemplateLoadError(`${this.label}, property ${name}.${key}: expected a text, got ${excerpt(value)}`);
      }
      return [key, String(value)];
    }));
  }

  /** What `Ref` of this resource gives. */
  public ref(): string {
    return this.stack.once(`${this.label}, its Ref`, () => refValue(this.view()));
  }

  /** What `Fn::GetAtt` of this resource gives. */
  public attribute(name: string, at: string): Json {
    const value = this.stack.once(`${this.label}, its ${name}`, () => attributeValue(name, this.view()));
    if (value === undefined) {
      throw new TemplateLoadError(`${at}: ${this.logicalId} (${this.type}) has no attribute ${name}: ${knownAttributes(this.type).join(', ') || 'only Ref'}`);
    }
    return value;
  }

  private raw(name: string): Json | undefined {
    const properties = this.body.Properties;
    return isObject(properties) ? ownMember(properties, name) : undefined;
  }

  private resolved(raw: Json | undefined, at: string): Json | undefined {
    const place = `${this.label}, property ${at}`;
    const resolved = raw === undefined ? NO_VALUE : this.stack.resolve(raw, place);
    return resolved === NO_VALUE ? undefined : this.stack.withValues(resolved, place);
  }

  private view(): ResourceView {
    const { stack } = this;
    return {
      type: this.type,
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
