import { TemplateLoadError } from './errors';
import { functionName, intrinsicFunctions, NO_VALUE, Resolved, Scope } from './intrinsics';
import { excerpt, isObject, Json, JsonObject, member } from './json';
import { parameterValue } from './parameters';
import { Resource } from './resource';

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
  /** The value given from outside for a parameter, if any. */
  readonly parameter: (name: string) => Json | undefined;
  /** Another stack's export, if there is one. */
  readonly importValue: (name: string) => Json | undefined;
  /** The stack behind an `AWS::CloudFormation::Stack` of this template, if its template is at hand. */
  readonly nested: (resource: Resource) => Stack | undefined;
}

/** A template with its parameters: resolves references when they are needed, and only then. */
export class Stack implements Scope {
  readonly name: string;
  readonly file: string;
  readonly environment: Environment;
  readonly parameters: JsonObject;
  private readonly resources = new Map<string, Resource>();
  private readonly nestedStacks = new Map<string, Stack | undefined>();
  private readonly conditionValues = new Map<string, boolean>();
  private readonly resolving = new Set<string>();

  constructor(private readonly template: JsonObject, private readonly options: StackOptions) {
    this.name = options.name;
    this.file = options.file;
    this.environment = options.environment;
    this.parameters = section(template, 'Parameters', this.file);
    for (const [logicalId, body] of Object.entries(section(template, 'Resources', this.file))) {
      if (!isObject(body) || typeof body.Type !== 'string') {
        throw new TemplateLoadError(`${this.file}: resource ${logicalId}: expected an object with a Type, got ${excerpt(body)}`);
      }
      this.resources.set(logicalId, new Resource(this, logicalId, body));
    }
  }

  get region(): string {
    return this.environment.region;
  }

  get partition(): string {
    return this.region.startsWith('cn-') ? 'aws-cn' : this.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  }

  get urlSuffix(): string {
    return this.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  }

  /** The resources of these types whose condition holds, in the template's order. */
  resourcesOfType(...types: string[]): Resource[] {
    return [...this.resources.values()].filter((resource) => types.includes(resource.type) && this.exists(resource));
  }

  /** The stack behind an `AWS::CloudFormation::Stack` resource. */
  nestedStack(resource: Resource): Stack | undefined {
    if (!this.nestedStacks.has(resource.logicalId)) {
      this.nestedStacks.set(resource.logicalId, this.options.nested(resource));
    }
    return this.nestedStacks.get(resource.logicalId);
  }

  /** The value of an export of this stack. */
  exported(name: string): Json | undefined {
    for (const [id, output] of Object.entries(section(this.template, 'Outputs', this.file))) {
      const at = `output ${id} (stack ${this.name})`;
      const included = isObject(output) && (typeof output.Condition !== 'string' || this.condition(output.Condition, at));
      if (included && isObject(output.Export) && this.resolve(output.Export.Name, at) === name) {
        return this.value(output.Value, at);
      }
    }
    return undefined;
  }

  /** The value of an output of this stack. */
  output(id: string): Json | undefined {
    const output = member(section(this.template, 'Outputs', this.file), id);
    return isObject(output) ? this.value(output.Value, `output ${id} (stack ${this.name})`) : undefined;
  }

  resolve(value: Json, at: string): Resolved {
    if (Array.isArray(value)) {
      return value.map((item) => this.resolve(item, at)).filter((item) => item !== NO_VALUE) as Json[];
    }
    if (!isObject(value)) {
      return value;
    }
    const name = functionName(value);
    if (name === undefined) {
      const entries = Object.entries(value).map(([key, item]) => [key, this.resolve(item, `${at}.${key}`)] as const);
      return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE)) as JsonObject;
    }
    const intrinsic = intrinsicFunctions.get(name);
    if (!intrinsic) {
      throw new TemplateLoadError(`${at}: the function ${name} is not supported: ${[...intrinsicFunctions.keys()].join(', ')}`);
    }
    return intrinsic(value[name], this, at);
  }

  ref(name: string, at: string): Resolved {
    const pseudo = pseudoParameters.get(name);
    if (pseudo) {
      return pseudo(this);
    }
    const parameter = member(this.parameters, name);
    return parameter === undefined ? this.resource(name, at).ref() : parameterValue(name, parameter, this.options.parameter(name), at);
  }

  getAtt(logicalId: string, attribute: string, at: string): Json {
    const resource = this.resource(logicalId, at);
    if (resource.type !== 'AWS::CloudFormation::Stack' || !attribute.startsWith('Outputs.')) {
      return resource.attribute(attribute, at);
    }
    const nested = this.nestedStack(resource);
    const output = nested?.output(attribute.slice('Outputs.'.length));
    if (output === undefined) {
      throw new TemplateLoadError(`${at}: ${logicalId}.${attribute} is unknown: ${nested ? 'the nested stack has no such output' : 'its template is not at hand'}`);
    }
    return output;
  }

  condition(name: string, at: string): boolean {
    const known = this.conditionValues.get(name);
    if (known !== undefined) {
      return known;
    }
    const definition = member(section(this.template, 'Conditions', this.file), name);
    if (definition === undefined) {
      throw new TemplateLoadError(`${at}: the condition ${name} is not in the template's Conditions`);
    }
    const value = this.once(`condition ${name}`, () => {
      // `{"Condition": name}` stands for a function only inside conditions; elsewhere it is an ordinary key.
      const isReference = isObject(definition) && typeof definition.Condition === 'string';
      return isReference ? this.condition(String(definition.Condition), at) : this.resolve(definition, `condition ${name}`);
    });
    if (typeof value !== 'boolean') {
      throw new TemplateLoadError(`condition ${name} (stack ${this.name}): expected a condition function, got ${excerpt(definition)}`);
    }
    this.conditionValues.set(name, value);
    return value;
  }

  findInMap(map: string, first: string, second: string): Json | undefined {
    const mapping = member(section(this.template, 'Mappings', this.file), map);
    const entry = isObject(mapping) ? member(mapping, first) : undefined;
    return isObject(entry) ? member(entry, second) : undefined;
  }

  importValue(name: string, at: string): Json {
    const value = this.options.importValue(name);
    if (value === undefined) {
      throw new TemplateLoadError(`${at}: no stack at hand exports ${name}: give the cdk.out folder that holds both stacks`);
    }
    return value;
  }

  /** Runs `compute`, unless it is running already: then the template refers to itself in a circle. */
  once<T>(what: string, compute: () => T): T {
    if (this.resolving.has(what)) {
      throw new TemplateLoadError(`${what}: refers to itself in a circle`);
    }
    this.resolving.add(what);
    try {
      return compute();
    } finally {
      this.resolving.delete(what);
    }
  }

  private resource(logicalId: string, at: string): Resource {
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

  private value(raw: Json, at: string): Json | undefined {
    const resolved = this.resolve(raw, at);
    return resolved === NO_VALUE ? undefined : resolved;
  }
}

const pseudoParameters: ReadonlyMap<string, (stack: Stack) => Resolved> = new Map<string, (stack: Stack) => Resolved>([
  ['AWS::AccountId', (stack) => stack.environment.accountId],
  ['AWS::NotificationARNs', () => []],
  ['AWS::NoValue', () => NO_VALUE],
  ['AWS::Partition', (stack) => stack.partition],
  ['AWS::Region', (stack) => stack.region],
  ['AWS::StackId', (stack) =>
    `arn:${stack.partition}:cloudformation:${stack.region}:${stack.environment.accountId}:stack/${stack.name}/00000000-0000-0000-0000-000000000000`],
  ['AWS::StackName', (stack) => stack.name],
  ['AWS::URLSuffix', (stack) => stack.urlSuffix],
]);

function section(template: JsonObject, name: string, file: string): JsonObject {
  const value = member(template, name) ?? {};
  if (!isObject(value)) {
    throw new TemplateLoadError(`${file}: ${name}: expected an object, got ${excerpt(value)}`);
  }
  return value;
}
