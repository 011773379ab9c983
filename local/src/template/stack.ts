import { Budget } from './budget';
import { NotPlayedError, TemplateLoadError } from './errors';
import { functionName, INTRINSIC_FUNCTIONS, NO_VALUE, Resolved, Scope } from './intrinsics';
import { excerpt, isObject, Json, JsonObject, ownMember } from '../json';
import { withValues } from './dynamic-references';
import { expandLoops, hasLanguageExtensions, hasLoops } from './language-extensions';
import { unknownMacros } from './macros';
import { parameterValue } from './parameters';
import { PSEUDO_PARAMETERS } from './pseudo-parameters';
import { Resource } from './resource';
import { expandSam } from './sam';
import type { Values } from './values';

/** Where a stack is deployed to, as far as the local run pretends. */
export interface Environment {
  readonly accountId: string;
  readonly region: string;
}

export interface StackOptions {
  readonly name: string;
  /** The template's file, for messages. */
  readonly file: string;
  readonly environment: Environment;
  /** What resolving may cost, together with the other stacks of the run. */
  readonly budget: Budget;
  /** The value given from outside for a parameter, if any. */
  readonly parameter: (name: string) => Json | undefined;
  /** What Systems Manager and Secrets Manager have. */
  readonly values: Values;
  /** Another stack's export, if there is one. */
  readonly importValue: (name: string) => Json | undefined;
  /** The stack behind an `AWS::CloudFormation::Stack` of this template, if its template is at hand. */
  readonly nested: (resource: Resource) => Stack | undefined;
}

/** A template with its parameters: resolves references when they are needed, and only then. */
export class Stack implements Scope {
  public readonly name: string;
  public readonly file: string;
  public readonly environment: Environment;
  public readonly parameters: JsonObject;
  /** Whether the template asks for the functions that need it. */
  public readonly hasLanguageExtensions: boolean;
  private readonly resources = new Map<string, Resource>();
  private readonly nestedStacks = new Map<string, Stack | undefined>();
  private readonly known = new Map<string, unknown>();
  private readonly failed = new Map<string, Error>();
  private readonly resolving = new Set<string>();
  /** The template with its loops written out. */
  private readonly template: JsonObject;
  /** Resources by further names that SAM has for them. */
  private readonly references: ReadonlyMap<string, string>;
  /** What of the template is left out. */
  public readonly warnings: readonly string[];

  constructor(source: JsonObject, private readonly options: StackOptions) {
    this.name = options.name;
    this.file = options.file;
    this.environment = options.environment;
    this.parameters = section(source, 'Parameters', this.file);
    this.hasLanguageExtensions = hasLanguageExtensions(source);
    this.template = this.withoutLoops(source);
    const { resources, references, warnings } = expandSam(
      this.template, section(this.template, 'Resources', this.file), (logicalId) => this.labelOf(logicalId), (value) => this.early(value),
    );
    this.references = references;
    this.warnings = [...unknownMacros(source).map((name) => `${this.file}: the macro ${name} runs in CloudFormation only, and is left out`), ...warnings];
    for (const [logicalId, body] of Object.entries(resources)) {
      if (!isObject(body) || typeof body.Type !== 'string') {
        throw new TemplateLoadError(`${this.file}: resource ${logicalId}: expected an object with a Type, got ${excerpt(body)}`);
      }
      this.resources.set(logicalId, new Resource(this, logicalId, body));
    }
  }

  public get budget(): Budget {
    return this.options.budget;
  }

  public get region(): string {
    return this.environment.region;
  }

  public get partition(): string {
    return this.region.startsWith('cn-') ? 'aws-cn' : this.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  }

  public get urlSuffix(): string {
    return this.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  }

  /** The resources of these types whose condition holds, in the template's order. */
  public resourcesOfType(...types: string[]): Resource[] {
    return [...this.resources.values()].filter((resource) => types.includes(resource.type) && this.exists(resource));
  }

  /** The stack behind an `AWS::CloudFormation::Stack` resource. */
  public nestedStack(resource: Resource): Stack | undefined {
    if (!this.nestedStacks.has(resource.logicalId)) {
      this.nestedStacks.set(resource.logicalId, this.options.nested(resource));
    }
    return this.nestedStacks.get(resource.logicalId);
  }

  /** The value of an export of this stack. */
  public exported(name: string): Json | undefined {
    for (const [id, output] of Object.entries(section(this.template, 'Outputs', this.file))) {
      const at = this.outputLabel(id);
      const included = isObject(output) && (typeof output.Condition !== 'string' || this.condition(output.Condition, at));
      const exportName = included && isObject(output.Export) ? output.Export.Name : undefined;
      if (exportName !== undefined && this.once(`${at}, its Export.Name`, () => this.resolve(exportName, at)) === name) {
        return this.output(id);
      }
    }
    return undefined;
  }

  /** The value of an output of this stack. */
  public output(id: string): Json | undefined {
    const output = ownMember(section(this.template, 'Outputs', this.file), id);
    const at = this.outputLabel(id);
    if (!isObject(output) || output.Value === undefined) {
      return undefined;
    }
    const value = this.once(at, () => this.resolve(output.Value, at));
    if (typeof value === 'object') {
      throw new TemplateLoadError(`${at}: expected a text, got ${excerpt(value)}`);
    }
    return value === NO_VALUE ? undefined : value;
  }

  public resolve(value: Json, at: string): Resolved {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    this.budget.spendValues(1, at);
    return this.budget.nested(at, () => (Array.isArray(value) ? this.resolveItems(value, at) : this.resolveObject(value, at)));
  }

  public ref(name: string, at: string): Resolved {
    const pseudo = PSEUDO_PARAMETERS.get(name);
    if (pseudo) {
      return pseudo(this);
    }
    const parameter = ownMember(this.parameters, name);
    return parameter === undefined
      ? this.resource(name, at).ref()
      : this.once(`parameter ${name} (stack ${this.name})`, () => parameterValue({ name, definition: parameter, given: this.options.parameter(name), values: this.options.values }, at));
  }

  public getAtt(logicalId: string, attribute: string, at: string): Json {
    const [first, ...rest] = attribute.split('.');
    const referred = this.references.get(`${logicalId}.${first}`);
    if (referred !== undefined) {
      return rest.length === 0 ? this.resource(referred, at).ref() : this.getAtt(referred, rest.join('.'), at);
    }
    const resource = this.resource(logicalId, at);
    if (resource.type !== 'AWS::CloudFormation::Stack' || !attribute.startsWith('Outputs.')) {
      return resource.attribute(attribute, at);
    }
    const nested = this.nestedStack(resource);
    const output = nested?.output(attribute.slice('Outputs.'.length));
    if (!nested) {
      throw new NotPlayedError(`${at}: ${logicalId}.${attribute} is unknown: the nested stack's template is not at hand`);
    }
    if (output === undefined) {
      throw new TemplateLoadError(`${at}: ${logicalId}.${attribute} is unknown: the nested stack has no such output`);
    }
    return output;
  }

  public condition(name: string, at: string): boolean {
    const definition = ownMember(section(this.template, 'Conditions', this.file), name);
    if (definition === undefined) {
      throw new TemplateLoadError(`${at}: the condition ${name} is not in the template's Conditions`);
    }
    const label = `condition ${name} (stack ${this.name})`;
    return this.once(label, () => {
      // `{"Condition": name}` stands for a function only inside conditions; elsewhere it is an ordinary key.
      const isReference = isObject(definition) && typeof definition.Condition === 'string';
      const value = isReference ? this.condition(String(definition.Condition), at) : this.resolve(definition, label);
      if (typeof value !== 'boolean') {
        throw new TemplateLoadError(`${label}: expected a condition function, got ${excerpt(definition)}`);
      }
      return value;
    });
  }

  public findInMap(map: string, first: string, second: string): Json | undefined {
    const mapping = ownMember(section(this.template, 'Mappings', this.file), map);
    const entry = isObject(mapping) ? ownMember(mapping, first) : undefined;
    return isObject(entry) ? ownMember(entry, second) : undefined;
  }

  public importValue(name: string, at: string): Json {
    const value = this.options.importValue(name);
    if (value === undefined) {
      throw new NotPlayedError(`${at}: no stack at hand exports ${name}: give the cdk.out folder that holds both stacks`);
    }
    return value;
  }

  /** The value that `compute` gives, or its error, computed once; while it is running already, the template refers to itself in a circle. */
  public once<T>(what: string, compute: () => T): T {
    if (this.known.has(what)) {
      return this.known.get(what) as T;
    }
    if (this.failed.has(what)) {
      throw this.failed.get(what)!;
    }
    if (this.resolving.has(what)) {
      throw new TemplateLoadError(`${what}: refers to itself in a circle`);
    }
    this.resolving.add(what);
    try {
      const value = compute();
      this.known.set(what, value);
      return value;
    } catch (error) {
      this.failed.set(what, error as Error);
      throw error;
    } finally {
      this.resolving.delete(what);
    }
  }

  /** A property's value, resolved, with the parameters and secrets that it refers to by `{{resolve:…}}`. */
  public withValues(value: Json, at: string): Json {
    return withValues(value, this.options.values, this.budget, at);
  }

  private resolveItems(items: Json[], at: string): Json[] {
    return items.map((item) => this.resolve(item, at)).filter((item) => item !== NO_VALUE) as Json[];
  }

  private resolveObject(value: JsonObject, at: string): Resolved {
    const name = functionName(value);
    if (name === undefined) {
      const entries = Object.entries(value).map(([key, item]) => [key, this.resolve(item, `${at}.${key}`)] as const);
      return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE)) as JsonObject;
    }
    const intrinsic = INTRINSIC_FUNCTIONS.get(name);
    if (!intrinsic) {
      throw new TemplateLoadError(`${at}: the function ${name} is not supported: ${[...INTRINSIC_FUNCTIONS.keys()].join(', ')}`);
    }
    const result = intrinsic(value[name], this, at);
    if (Array.isArray(result)) {
      this.budget.spendValues(result.length, at);
    } else if (typeof result === 'string') {
      this.budget.spend(result.length, at);
    }
    return result;
  }

  private outputLabel(id: string): string {
    return `output ${id} (stack ${this.name})`;
  }

  private labelOf(logicalId: string): string {
    return `resource ${logicalId} (stack ${this.name})`;
  }

  /** The text of a value before there are resources: what needs one has none. */
  private early(value: Json): string | undefined {
    try {
      const text = this.resolve(value, this.file);
      return typeof text === 'string' || typeof text === 'number' ? String(text) : undefined;
    } catch (error) {
      if (error instanceof TemplateLoadError) {
        return undefined;
      }
      throw error;
    }
  }

  private withoutLoops(template: JsonObject): JsonObject {
    const withLoops = ['Conditions', 'Resources', 'Outputs'].filter((name) => hasLoops(template[name] ?? null));
    if (withLoops.length > 0 && !this.hasLanguageExtensions) {
      throw new TemplateLoadError(`${this.file}: ${withLoops[0]}: Fn::ForEach needs 'Transform: AWS::LanguageExtensions'`);
    }
    const expanded = withLoops.map((name) => [name, expandLoops(template[name], this, `${this.file}: ${name}`)] as const);
    return { ...template, ...Object.fromEntries(expanded) };
  }

  private resource(name: string, at: string): Resource {
    const logicalId = this.references.get(name) ?? name;
    const resource = this.resources.get(logicalId);
    if (!resource || !this.exists(resource)) {
      throw new TemplateLoadError(`${at}: ${logicalId} is not a resource${resource ? ' under these conditions' : ''} or parameter of ${this.file}`);
    }
    return resource;
  }

  private exists(resource: Resource): boolean {
    const condition = resource.body.Condition;
    return typeof condition !== 'string' || this.condition(condition, resource.label);
  }
}

function section(template: JsonObject, name: string, file: string): JsonObject {
  const value = ownMember(template, name) ?? {};
  if (!isObject(value)) {
    throw new TemplateLoadError(`${file}: ${name}: expected an object, got ${excerpt(value)}`);
  }
  return value;
}
