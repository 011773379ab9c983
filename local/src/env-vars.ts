import { isObject, Json, JsonObject, ownMember } from './json';
import { FunctionResource, LoadedTemplate, TemplateLoadError } from './template';
import { readObject } from './template/parse';

/** The member for all functions. */
const EVERY_FUNCTION = 'Parameters';

/**
 * A template whose functions have the variables of a file in SAM's format. As SAM does, it changes variables that the template declares; what it has
 * beyond them is a warning.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-invoke.html
 * @throws TemplateLoadError when the file cannot be read or is not in that format
 */
export function withEnvVars(template: LoadedTemplate, file: string | undefined): LoadedTemplate {
  if (file === undefined) {
    return template;
  }
  const { functions } = template;
  const members = Object.entries(readObject(file)).map(([name, variables]) => [name, texts(variables, `${file}: ${name}`)] as const);
  const warnings = members.flatMap(([name, variables]) => {
    const meant = name === EVERY_FUNCTION ? functions : functions.filter((each) => isNamed(each, name));
    const unused = Object.keys(variables).filter((variable) => !meant.some(({ environment }) => Object.hasOwn(environment, variable)));
    return meant.length === 0
      ? [`${file}: ${name} is no function of the template: ${functions.map(({ logicalId }) => logicalId).join(', ') || 'it has none'}`]
      : unused.map((variable) => `${file}: ${name}.${variable} is not used: the template declares no such variable`);
  });
  return {
    ...template,
    functions: functions.map((each) => ({ ...each, environment: changed(each, members) })),
    warnings: [...template.warnings, ...warnings],
  };
}

/** The function's own members go before those for all. */
function changed(resource: FunctionResource, members: readonly (readonly [string, Readonly<Record<string, string>>])[]): Record<string, string> {
  const ofAll = members.filter(([name]) => name === EVERY_FUNCTION);
  const given = [...ofAll, ...members.filter(([name]) => isNamed(resource, name))].map(([, variables]) => variables);
  return Object.fromEntries(Object.entries(resource.environment).map(([name, value]) => (
    [name, given.reduce((last, variables) => ownMember(variables, name) ?? last, value)]
  )));
}

function isNamed({ logicalId, constructPath, name }: FunctionResource, candidate: string): boolean {
  return [logicalId, constructPath, name].includes(candidate);
}

function texts(variables: Json, at: string): Record<string, string> {
  if (!isObject(variables)) {
    throw new TemplateLoadError(`${at}: expected an object of variables`);
  }
  return Object.fromEntries(Object.entries(variables as JsonObject).map(([name, value]) => {
    if (typeof value === 'object' && value !== null) {
      throw new TemplateLoadError(`${at}.${name}: expected a text`);
    }
    return [name, String(value ?? '')];
  }));
}
