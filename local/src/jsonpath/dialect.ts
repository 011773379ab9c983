import { Document } from './document';

/** Where the JSONPaths of the two services differ. All else is as in Jayway's library, which both use. */
export interface Dialect<V> {
  readonly document: Document<V>;
  /** Whether paths may begin with `$$` (the context object) or `$name` (a variable). */
  readonly hasContextAndVariables: boolean;
  /** Whether `name` means `$.name`. */
  readonly isRootOptional: boolean;
  /** The characters of a name behind a dot: a sticky expression. */
  readonly name: RegExp;
  /** Whether a path to many values finds an empty list where its beginning leads nowhere, instead of nothing. */
  readonly findsEmptyList: boolean;
  /** Whether it is an early Jayway, with few functions, and several names at the end of a path only: users of Step Functions saw both. */
  readonly isEarly: boolean;
}

/** The characters that Jayway takes for a name behind a dot. */
export const ANY_NAME = /[^\s.[\]()?*,:'"<>=!&|~]+/y;
