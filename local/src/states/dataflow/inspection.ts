import { Json } from '../../json';

/** What can be seen of the data on their way through a state, as TestState names it. */
export type InspectedStep =
  | 'afterArguments'
  | 'afterInputPath'
  | 'afterItemBatcher'
  | 'afterItemSelector'
  | 'afterItemsPath'
  | 'afterItemsPointer'
  | 'afterParameters'
  | 'afterResultPath'
  | 'afterResultSelector'
  | 'maxConcurrency'
  | 'result'
  | 'toleratedFailureCount'
  | 'toleratedFailurePercentage';

/** Hears of the data on their way through a state. */
export interface Inspection {
  saw(step: InspectedStep, value: Json): void;
}

/** Gives a value on, and lets whoever inspects the state see it. */
export function seen(scope: { readonly inspection?: Inspection }, step: InspectedStep, value: Json): Json {
  scope.inspection?.saw(step, value);
  return value;
}
