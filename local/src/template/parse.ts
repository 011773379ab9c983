import { readFileSync } from 'node:fs';
import { Alias, isAlias, isMap, isScalar, isSeq, LineCounter, Node, parseDocument } from 'yaml';
import { TemplateLoadError } from './errors';
import { isObject, Json, JsonObject } from './json';

/** Aliases may nest; this bounds what a few lines of them can grow into. */
const MAX_NODES = 1_000_000;

/** Reads and parses a JSON or YAML file that must hold an object. */
export function readObject(path: string): JsonObject {
  const value = parseText(readText(path), path);
  if (!isObject(value)) {
    throw new TemplateLoadError(`${path}: expected an object at the top, got ${Array.isArray(value) ? 'an array' : JSON.stringify(value)}`);
  }
  return value;
}

/** Reads a text file; the error is one line. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a directory' : code === 'EACCES' ? 'permission denied' : String(error);
    throw new TemplateLoadError(`cannot read ${path}: ${reason}`);
  }
}

/** Parses JSON, or YAML with CloudFormation's short forms (`!Sub` becomes `{"Fn::Sub": ...}`). */
export function parseText(text: string, source: string): Json {
  return /^\s*[{[]/.test(text) ? parseJson(text, source) : parseYaml(text, source);
}

function parseJson(text: string, source: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    // Flow style YAML begins like JSON; only when it is not that either, JSON's message is the useful one.
    const document = parseDocument(text);
    if (document.errors.length === 0) {
      return parseYaml(text, source);
    }
    throw new TemplateLoadError(`${source} is not JSON: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
}

function parseYaml(text: string, source: string): Json {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: 'silent', prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new TemplateLoadError(`${source} is not YAML: line ${line}, column ${col}: ${error.message.replace(/\s+/g, ' ')}`);
  }
  return new YamlReader(source).read(document.contents);
}

class YamlReader {
  private readonly anchors = new Map<string, Node>();
  private nodes = 0;

  constructor(private readonly source: string) {}

  read(node: Alias | (Node & { anchor?: string }) | null): Json {
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
