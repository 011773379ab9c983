import { ADDED_FUNCTIONS } from './added';
import { DATA_FUNCTIONS } from './data';
import { HIGHER_ORDER_FUNCTIONS } from './higher-order';
import { NUMBER_FUNCTIONS } from './numbers';
import { PATTERN_FUNCTIONS } from './patterns';
import { TEXT_FUNCTIONS } from './texts';
import type { Native } from '../callable';

/** Every function that there is; `$eval` is not: the service has left it out. */
export const FUNCTIONS: Map<string, Native> = new Map([
  ...NUMBER_FUNCTIONS, ...TEXT_FUNCTIONS, ...PATTERN_FUNCTIONS, ...DATA_FUNCTIONS, ...HIGHER_ORDER_FUNCTIONS, ...ADDED_FUNCTIONS,
]);
