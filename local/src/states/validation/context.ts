import type { Findings } from './findings';
import type { Shape } from './shape';
import { Json } from '../../json';
import type { LanguageName } from '../definition';

/** What checks know of the place that they check. */
export interface Context {
  readonly findings: Findings;
  /** The query language of the machine, which states inherit however deep they are. */
  readonly machineLanguage: LanguageName;
  /** The query language of the state. */
  readonly language: LanguageName;
  /** Whether fields of the other query language pass: their state's language is refused already. */
  readonly languageIsRefused: boolean;
  /** Whether an Express workflow runs it. */
  readonly express: boolean;
  /** Whether `$states.result` exists. */
  readonly hasResult: boolean;
  /** Whether `$states.errorOutput` exists. */
  readonly hasErrorOutput: boolean;
  /** Where each state name was met: they are unique in the whole machine. */
  readonly stateNames: Map<string, string>;
  /** Labels of Map states met so far: unique in the whole machine as well. */
  readonly labels: Set<string>;
  /** Puts a check off until all others are done: it is made only if they find nothing. */
  readonly whenFlawless: (check: () => void) => void;
  /** Checks an object with `StartAt` and `States`: a branch or an item processor. */
  readonly checkWorkflow: (value: Json, path: string, shape: Shape, context: Context) => void;
}

/** Reports what is wrong with a value at a path. */
export type Check = (value: Json, path: string, context: Context) => void;
