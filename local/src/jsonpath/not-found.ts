import { JsonPath } from './ast';
import { Document } from './document';
import { noFunction } from './functions';

/** Why a path ends at a segment, in Jayway's words. `value` is what the segment was to be applied to. */
export function reasonOf<V>(path: JsonPath<V>, position: number, value: V, document: Document<V>): string {
  const segment = path.segments[position];
  const before = trail(path, position);
  if (segment.kind === 'name' && document.names(value) === undefined) {
    return `Expected to find an object with property ['${segment.name}'] in path ${before} but found '${javaTypeName(value, document)}'. `
      + "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.";
  }
  if (segment.kind === 'index' && document.items(value) === undefined) {
    return value === null ? `The path ${before} is null` : `Filter: [${segment.index}] can only be applied to arrays. Current context is: ${document.print(value)}`;
  }
  if (segment.kind === 'function') {
    return noFunction(segment.name);
  }
  if (segment.kind === 'names') {
    return `Multi properties can only be used as path leafs: ${before}[${segment.names.map((name) => `'${name}'`).join(', ')}]`;
  }
  const at = trail(path, position + 1);
  return segment.kind === 'name' && position < path.segments.length - 1 ? `Missing property in path ${at}` : `No results for path: ${at}`;
}

/** The first segments of a path, as Jayway writes them. */
function trail<V>({ segments }: JsonPath<V>, length: number): string {
  return segments.slice(0, length).reduce((text, segment) => {
    switch (segment.kind) {
      case 'name': return `${text}['${segment.name}']`;
      case 'index': return `${text}[${segment.index}]`;
      default: return text;
    }
  }, '$');
}

function javaTypeName<V>(value: V, document: Document<V>): string {
  if (document.isNumber(value)) {
    return Number.isInteger(document.toDouble(value)) ? 'java.lang.Integer' : 'java.lang.Double';
  }
  switch (typeof value) {
    case 'string': return 'java.lang.String';
    case 'boolean': return 'java.lang.Boolean';
    default: return value === null ? 'null' : 'java.util.ArrayList';
  }
}
