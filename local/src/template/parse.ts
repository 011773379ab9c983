import { Alias, isAlias, isMap, isScalar, isSeq, LineCounter, Node, parseDocument } from 'yaml';
import { TemplateLoadError } from './errors';
import { isNestedDeeperThan, isObject, Json, JsonObject } from '../json';
import { readText } from './project-files';

/** Aliases may nest; this bounds what a few lines of them can grow into. */
const MAX_NODES = 1_000_000;
/** Lists and objects inside one another. No template of CloudFormation's comes near it. */
const MAX_DEPTH = 200;

/** Reads and parses a JSON or YAML file that must hold an object. */
export function readObject(path: string): JsonObject {
  const value = parseText(readText(path), path);
  if (!isObject(value)) {
    throw new TemplateLoadError(`${path}: expected an object at the top, got ${kindOf(value)}`);
  }
  return value;
}

/**
 * Parses JSON, or YAML with CloudFormation's short forms (`!Sub` becomes `{"Fn::Sub": ...}`).
 *
 * @throws TemplateLoadError with the place, and nothing of the text: it may come from a file that nobody meant to show
 */
export function parseText(text: string, source: string): Json {
  const value = /^\s*[{[]/.test(text) ? parseJson(text, source) : parseYaml(text, source, 'YAML');
  if (isNestedDeeperThan(MAX_DEPTH, value)) {
    throw tooDeep(source);
  }
  return value;
}

function parseJson(text: string, source: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Flow style YAML begins like JSON, and what is neither gets its place from there.
    return parseYaml(text, source, 'JSON');
  }
}

function parseYaml(text: string, source: string, language: string): Json {
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter, logLevel: 'silent', prettyErrors: false });
    const [error] = document.errors;
    if (error?.code === 'RESOURCE_EXHAUSTION') {
      throw tooDeep(source);
    }
    if (error) {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      throw new TemplateLoadError(`${source} is not ${language}: line ${line}, column ${col}: ${error.code.toLowerCase().replaceAll('_', ' ')}`);
    }
    return new YamlReader(source).read(document.contents);
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(source) : error;
  }
}

function tooDeep(source: string): TemplateLoadError {
  return new TemplateLoadError(`${source}: lists and objects are nested more than ${MAX_DEPTH} deep`);
}

/** What kind of value it is: its text is not for messages. */
function kindOf(value: Json): string {
  if (value === null) {
    return 'nothing';
  }
  return Array.isArray(value) ? 'a list' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}

class YamlReader {
  private readonly anchors = new Map<string, Node>();
  private nodes = 0;

  constructor(private readonly source: string) {}

  public read(node: Alias | (Node & { anchor?: string }) | null): Json {
    if (++this.nodes > MAX_NODES) {
      throw new TemplateLoadError(`${this.source}: more than ${MAX_NODES} values; are its aliases nested?`);
    }
    if (isAlias(node)) {
      return this.read(this.target(node));
    }
    if (node?.anchor !== undefined) {
      this.anchors.set(node.anchor, node);
    }
    const value = this.readUntagged(node);
    return node?.tag?.startsWith('!') ? longForm(node.tag.slice(1), value) : value;
  }

  private target(alias: Alias): Node {
    const target = this.anchors.get(alias.source);
    if (!target) {
      throw new TemplateLoadError(`${this.source}: the alias *${alias.source} has no anchor`);
    }
    return target;
  }

  private readUntagged(node: Node | null): Json {
    if (isMap(node)) {
      return Object.fromEntries(node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), this.read(value as Node | null)]));
    }
    if (isSeq(node)) {
      return node.items.map((item) => this.read(item as Node | null));
    }
    return isScalar(node) ? scalar(node.value) : null;
  }
}

function scalar(value: unknown): Json {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : value === null ? null : String(value);
}

function longForm(name: string, argument: Json): JsonObject {
  if (name === 'Ref' || name === 'Condition') {
    return { [name]: argument };
  }
  if (name === 'GetAtt' && typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return { 'Fn::GetAtt': dot < 0 ? [argument] : [argument.slice(0, dot), argument.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: argument };
}
