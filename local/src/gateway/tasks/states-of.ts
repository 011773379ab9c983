/** A state of a definition, at any depth. */
export interface StateSummary {
  readonly name: string;
  readonly type: unknown;
  /** The resource of a Task state. */
  readonly resource?: string;
}

/** The states of a valid definition, those of branches and of Map states too. Their names are unique. */
export function statesOf(definition: unknown): StateSummary[] {
  return statesOfProgram(typeof definition === 'string' ? JSON.parse(definition) : definition);
}

function statesOfProgram(program: unknown): StateSummary[] {
  const states = isRecord(program) && isRecord(program.States) ? Object.entries(program.States) : [];
  return states.flatMap(([name, fields]) => {
    if (!isRecord(fields)) {
      return [];
    }
    const { Type: type, Resource: resource, ItemProcessor, Iterator, Branches } = fields;
    const inner = [ItemProcessor, Iterator, ...(Array.isArray(Branches) ? Branches : [])].flatMap(statesOfProgram);
    return [type === 'Task' && typeof resource === 'string' ? { name, type, resource } : { name, type }, ...inner];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
