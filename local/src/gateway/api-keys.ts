import type { ApiKeyIdentity } from './connection';
import { HandshakeParameters, headerValues } from './handshake-parameters';
import { IntegrationFailure } from './integration-failure';
import type { Stage } from './stage';
import { isObject } from '../json';
import type { LoadedTemplate, PlainResource } from '../template';

export type ApiKeyParts = Pick<LoadedTemplate, 'apiKeys' | 'usagePlans' | 'usagePlanKeys'>;

interface Key {
  readonly id: string;
  /** Undefined for a key whose value is not in the template: API Gateway has made it. */
  readonly value?: string;
}

const BY_AUTHORIZER = '$context.authorizer.usageIdentifierKey';

/** The API keys of a stage: those of the usage plans that it is in. */
export class ApiKeys {
  private readonly keys: readonly Key[];

  constructor({ apiKeys, usagePlans, usagePlanKeys }: ApiKeyParts, private readonly stage: Stage) {
    const plans = usagePlans.filter((plan) => has(plan, stage)).map(({ ref }) => ref);
    const ids = usagePlanKeys.filter(({ properties }) => plans.includes(String(properties.UsagePlanId)))
      .map(({ properties }) => String(properties.KeyId));
    this.keys = [...new Set(ids)].flatMap((id): Key[] => {
      const { Enabled: isEnabled, Value: value } = apiKeys.find(({ ref }) => ref === id)?.properties ?? {};
      return isEnabled === false ? [] : [{ id, value: typeof value === 'string' ? value : undefined }];
    });
  }

  /** What of them is not played as on AWS, one line each. */
  public get warnings(): string[] {
    const { api, name } = this.stage;
    return !api.routes.get('$connect')?.isApiKeyRequired ? [] : this.keys.filter(({ value }) => value === undefined)
      .map(({ id }) => `${api.label}, stage ${name}: the template does not say the value of the API key ${id}: any x-api-key is taken for it`);
  }

  /**
   * Looks at the key of a handshake.
   *
   * @param authorizer what an authorizer has added: it may give the key
   * @returns what it adds to `$context.identity`
   * @throws IntegrationFailure when the client may not connect
   */
  public check(params: HandshakeParameters, authorizer: Readonly<Record<string, string>> | undefined): ApiKeyIdentity {
    const isOfAuthorizer = this.stage.api.apiKeySelectionExpression === BY_AUTHORIZER;
    const value = isOfAuthorizer ? authorizer?.usageIdentifierKey : headerValues(params, 'x-api-key').at(-1);
    const place = isOfAuthorizer ? "the authorizer's usageIdentifierKey" : 'the header x-api-key';
    if (value === undefined || value === '') {
      throw new IntegrationFailure(403, 'Forbidden', `the route needs an API key, and ${place} is missing`);
    }
    // The value of a key that API Gateway makes is not known here: any value that no other key has is taken for it.
    const key = this.keys.find((each) => each.value === value) ?? this.keys.find((each) => each.value === undefined);
    if (!key) {
      const reason = this.keys.length === 0
        ? `no usage plan of the template has a key for the stage ${this.stage.name}` : `${place} has none of the keys of the stage's usage plans`;
      throw new IntegrationFailure(403, 'Forbidden', `the route needs an API key, and ${reason}`);
    }
    return { apiKey: value, apiKeyId: key.id };
  }
}

function has({ properties }: PlainResource, { api, name }: Stage): boolean {
  const { ApiStages: stages } = properties;
  return Array.isArray(stages) && stages.some((each) => isObject(each) && each.ApiId === api.apiId && each.Stage === name);
}
