import { createHash } from 'node:crypto';
import type { SignerIdentity } from './connection';
import type { HandshakeParameters } from './handshake-parameters';
import { handshakeSignature } from './handshake-signature';
import { IntegrationFailure } from './integration-failure';
import type { Stage } from './stage';
import type { Rights } from '../rights/rights';
import type { FunctionOfKey } from '../rights/signers';

export interface IamAuthorizerOptions {
  readonly rights: Rights;
  /** ARNs of users, roles and their sessions by access key. */
  readonly identities: Readonly<Record<string, string>>;
  readonly functionOfKey: FunctionOfKey;
  /** Whether a handshake that is not signed is refused. */
  readonly requiresSignature: boolean;
}

/** `AWS_IAM` on `$connect`: whoever signs is known by the access key. */
export class IamAuthorizer {
  constructor(private readonly options: IamAuthorizerOptions) {}

  /**
   * Looks at a handshake's signature.
   *
   * @returns what it adds to `$context.identity`; undefined for a handshake that is not signed, where that may be
   * @throws IntegrationFailure when the client may not connect
   */
  public authorize(params: HandshakeParameters, { api, arn }: Stage): SignerIdentity | undefined {
    const { rights, requiresSignature } = this.options;
    const signature = handshakeSignature(params, api.region);
    if (!signature) {
      if (requiresSignature) {
        throw new IntegrationFailure(403, 'Missing Authentication Token', 'the handshake is not signed, which --auth (auth) asks for');
      }
      return undefined;
    }
    if (signature.fault !== undefined) {
      throw new IntegrationFailure(403, 'Forbidden', `the signature is not one of Signature Version 4 for this API: ${signature.fault}`);
    }
    const { accessKey } = signature;
    const userArn = this.arnOf(accessKey, api.partition, api.accountId);
    const denial = rights.ofSession(userArn)?.denial([{ action: 'execute-api:Invoke', resource: `${arn}/$connect` }]);
    if (denial) {
      throw new IntegrationFailure(403, denial.message, denial.message);
    }
    return signerIdentity(accessKey, userArn);
  }

  /** Each key that nobody has named is a user of its own. */
  private arnOf(accessKey: string, partition: string, accountId: string): string {
    const { identities, functionOfKey } = this.options;
    if (Object.hasOwn(identities, accessKey)) {
      const [, role] = /^arn:[^:]+:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/.exec(identities[accessKey]) ?? [];
      return role === undefined ? identities[accessKey] : sessionOf(identities[accessKey], role, accessKey);
    }
    const signer = functionOfKey(accessKey);
    return signer ? sessionOf(signer.roleArn, signer.roleArn.replace(/^.*\//, ''), signer.functionName) : `arn:${partition}:iam::${accountId}:user/${accessKey}`;
  }
}

function sessionOf(roleArn: string, roleName: string, session: string): string {
  const [, partition, , , account] = roleArn.split(':');
  return `arn:${partition}:sts::${account}:assumed-role/${roleName}/${session}`;
}

/** AWS's ids of principals are made up, and the same in every run. */
function signerIdentity(accessKey: string, userArn: string): SignerIdentity {
  const [, , , , accountId, name] = userArn.split(':');
  const [, role, session] = /^assumed-role\/(.+)\/([^/]+)$/.exec(name) ?? [];
  const id = name === 'root' ? accountId : role === undefined ? principalId('AIDA', userArn) : `${principalId('AROA', `${accountId}/${role}`)}:${session}`;
  return { accessKey, accountId, caller: id, user: id, userArn };
}

function principalId(prefix: string, text: string): string {
  return `${prefix}${createHash('sha256').update(text).digest('hex').slice(0, 17).toUpperCase()}`;
}
