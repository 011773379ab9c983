import { isSupported, TaskResources } from './tasks';

/** The task states of a definition, at any depth, whose resource is not in the table. */
export function unsupportedTasks(definition: unknown, resources: TaskResources): { state: string; resource: string }[] {
  return tasksOf(typeof definition === 'string' ? JSON.parse(definition) : definition)
    .filter(({ resource }) => !isSupported(resource, resources));
}

function tasksOf(program: unknown): { state: string; resource: string }[] {
  const states = isRecord(program) && isRecord(program.States) ? Object.entries(program.States) : [];
  return states.flatMap(([state, fields]) => {
    if (!isRecord(fields)) {
      return [];
    }
    const inner = [fields.ItemProcessor, fields.Iterator, ...(Array.isArray(fields.Branches) ? fields.Branches : [])].flatMap(tasksOf);
    return fields.Type === 'Task' && typeof fields.Resource === 'string' ? [{ state, resource: fields.Resource }, ...inner] : inner;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
