import type { LoadFindings } from './load-findings';
import { isObject, Json, JsonObject, ownMember } from '../json';

/** What Systems Manager's Parameter Store and Secrets Manager have, as far as the user has given it. */
export class Values {
  /** @param given values by the name of the parameter or the secret; a secret's may be an object */
  constructor(private readonly given: JsonObject, private readonly findings: LoadFindings) {}

  /** The value of a parameter; a list's is joined by commas. */
  public parameter(name: string): string | undefined {
    return asText(ownMember(this.given, name));
  }

  /** The text of a secret, by its name or its ARN, with the six characters that Secrets Manager appends or without. */
  public secret(id: string): string | undefined {
    const [, name = id] = /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:(.+)$/.exec(id) ?? [];
    return [id, name, name.replace(/-\w{6}$/, '')].map((each) => asText(ownMember(this.given, each))).find((value) => value !== undefined);
  }

  /** Says that something has no value here. */
  public warnOf(what: string, name: string): void {
    this.findings.warn(`${what} has no value here: give it with --values <file>, under the name '${name}'`);
  }
}

function asText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.join(',');
  }
  return isObject(value) ? JSON.stringify(value) : String(value);
}
