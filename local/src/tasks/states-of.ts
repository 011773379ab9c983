import { isObject, JsonObject } from '../json';

const STORAGE_FIELDS = ['ItemReader', 'ResultWriter'];

/** A state of a definition, at any depth. */
export interface StateSummary {
  readonly name: string;
  readonly type: unknown;
  /** The resource of a Task state. */
  readonly resource?: string;
  /** The function that a Task state invokes, where its parameters name one. */
  readonly functionName?: string;
  /** The fields of a Map state that stand for Amazon S3. */
  readonly storage?: readonly string[];
}

/** The states of a valid definition, those of branches and of Map states too. Their names are unique. */
export function statesOf(definition: unknown): StateSummary[] {
  return statesOfProgram(typeof definition === 'string' ? JSON.parse(definition) : definition);
}

function statesOfProgram(program: unknown): StateSummary[] {
  const states = isObject(program) && isObject(program.States) ? Object.entries(program.States) : [];
  return states.flatMap(([name, fields]) => {
    if (!isObject(fields)) {
      return [];
    }
    const { ItemProcessor, Iterator, Branches } = fields;
    const inner = [ItemProcessor, Iterator, ...(Array.isArray(Branches) ? Branches : [])].flatMap(statesOfProgram);
    return [summary(name, fields), ...inner];
  });
}

function summary(name: string, fields: JsonObject): StateSummary {
  const { Type: type, Resource: resource } = fields;
  return type === 'Task' && typeof resource === 'string' ? { name, type, resource, functionName: functionNameOf(fields) }
    : type === 'Map' ? { name, type, storage: STORAGE_FIELDS.filter((field) => isUsed(fields[field])) }
      : { name, type };
}

/** The name that stands in a definition, not one that is computed. */
function functionNameOf({ Parameters, Arguments }: JsonObject): string | undefined {
  const given = [Parameters, Arguments].find(isObject)?.FunctionName;
  return typeof given === 'string' && !given.startsWith('{%') ? given : undefined;
}

/** A writer without a resource writes nothing: it only shapes the result. */
function isUsed(field: unknown): boolean {
  return isObject(field) && field.Resource !== undefined;
}
