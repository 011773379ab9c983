import type { IncomingMessage } from 'node:http';
import type { CallPlace } from './call-rights';
import { Caller } from './right';
import type { Rights } from './rights';
import { credentialOf } from '../aws/signature';

/** A function of the run that calls AWS. */
export interface Signer {
  readonly caller: Caller;
  readonly roleArn: string;
  readonly session: string;
  /** Where it calls. */
  readonly place: CallPlace;
}

/** Finds the function that signs with an access key; undefined for a key that is none of theirs. */
export type FunctionOfKey = (accessKey: string) => { readonly roleArn: string; readonly functionName: string } | undefined;

/** Who signs requests: a function by its access key. Any other key is the developer's, who may do all. */
export class Signers {
  private readonly callers = new Map<string, Caller>();

  constructor(private readonly rights: Rights, private readonly functionOfKey: FunctionOfKey) {}

  /** The function that has signed a request; undefined where that is the developer, or nobody. */
  public of({ headers, url = '/' }: Pick<IncomingMessage, 'headers' | 'url'>): Signer | undefined {
    const credential = credentialOf(headers.authorization, url);
    const signer = credential && this.functionOfKey(credential.accessKey);
    if (!credential || !signer) {
      return undefined;
    }
    const { roleArn, functionName: session } = signer;
    const caller = this.callers.get(roleArn) ?? this.rights.ofRole(roleArn, session);
    this.callers.set(roleArn, caller);
    const [, partition = 'aws', , , accountId = ''] = roleArn.split(':');
    return { caller, roleArn, session, place: { partition, region: credential.region, accountId } };
  }
}
