import { Json, isObject, ownMember } from '../../json';
import { runtimeError } from '../errors';
import { TaskResource } from './task';

type ParameterCheck = (parameters: Json) => void;

/** What the service checks in the parameters of a task before it sends anything, by `service:action`. */
const CHECKS: ReadonlyMap<string, ParameterCheck> = new Map([
  ['apigateway:invoke', (parameters) => {
    checkLists(parameters, 'Headers');
    checkLists(parameters, 'QueryParameters');
  }],
]);

/** Throws a `States.Runtime` error for parameters that the service would not send. */
export function checkParameters(resource: TaskResource, parameters: Json): void {
  CHECKS.get(`${resource.resourceType}:${resource.resource.replace(/\..*$/, '')}`)?.(parameters);
}

function checkLists(parameters: Json, field: string): void {
  const value = isObject(parameters) ? ownMember(parameters, field) : undefined;
  if (value !== undefined && value !== null && !(isObject(value) && Object.values(value).every(isListOfStrings))) {
    throw runtimeError(`The value of the field '${field}' has an invalid format`);
  }
}

function isListOfStrings(value: Json): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
