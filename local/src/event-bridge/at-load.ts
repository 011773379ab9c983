import { JsonPathError } from '../jsonpath';
import { TemplateLoadError } from '../template';

/** Reads a part of a rule. @throws TemplateLoadError that begins with its place, for what EventBridge would refuse */
export function atLoad<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof SyntaxError || error instanceof JsonPathError ? new TemplateLoadError(`${place}: ${error.message}`) : error;
  }
}
