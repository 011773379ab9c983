import { TemplateLoadError } from './errors';
import { excerpt, isObject, JsonObject } from '../json';
import { parseText } from './parse';
import { Resource } from './resource';

/** How a route checks its messages before anything is called. */
export interface RequestValidationResource {
  /** For messages: where it is in the template. */
  readonly label: string;
  /** Chooses a model's key; another key than those falls back to `$default`. */
  readonly selectionExpression: string;
  /** Schemas by their key: JSON schema draft 4. */
  readonly schemas: Readonly<Record<string, JsonObject>>;
}

/**
 * The validation of a route; undefined when it has none.
 * @param models the models of the route's API
 */
export function requestValidation(route: Resource, models: readonly Resource[]): RequestValidationResource | undefined {
  const selectionExpression = route.text('ModelSelectionExpression');
  if (selectionExpression === undefined) {
    return undefined;
  }
  const schemas = Object.entries(route.texts('RequestModels')).map(([key, name]) => {
    const model = models.find((candidate) => candidate.text('Name') === name);
    if (!model) {
      throw new TemplateLoadError(`${route.label}, property RequestModels.${key}: '${name}' is not the Name of an AWS::ApiGatewayV2::Model of the same API`);
    }
    return [key, schemaOf(model)] as const;
  });
  return { label: route.label, selectionExpression, schemas: Object.fromEntries(schemas) };
}

/** CloudFormation takes JSON properties as text, too. */
function schemaOf(model: Resource): JsonObject {
  const at = `${model.label}, property Schema`;
  const value = model.property('Schema');
  const schema = typeof value === 'string' ? parseText(value, at) : value;
  if (!isObject(schema)) {
    throw new TemplateLoadError(`${at}: expected a JSON schema, got ${excerpt(schema)}`);
  }
  return schema;
}
