/** Who asks, as resource policies and trust policies name them. */
export type Principal =
  | { readonly service: string }
  /** ARNs that all name the caller: of the role and of its session. */
  | { readonly arns: readonly string[] };

/** A request as policies see it. */
export interface PolicyRequest {
  /** Such as `execute-api:Invoke`; its case does not count. */
  readonly action: string;
  /** An ARN; undefined where nobody knows it: then every resource may be meant. */
  readonly resource: string | undefined;
  /** Who asks. @default - policies of the caller's own need not know */
  readonly principal?: Principal;
  /** What conditions may ask for, by key in small letters; an empty list says that the request has no such key. A key that is not here is not known. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** Whether something holds for a request, and if nobody can tell, why. */
export interface Finding {
  readonly holds: boolean | undefined;
  readonly unknown?: string;
}

/** What holds where all of these do. */
export function allOf(findings: readonly Finding[]): Finding {
  return findings.find(({ holds }) => holds === false) ?? findings.find(({ holds }) => holds === undefined) ?? { holds: true };
}
