import { CHOICE } from './choice';
import { FAIL } from './fail';
import { MAP } from './map';
import { PARALLEL } from './parallel';
import { PASS } from './pass';
import { SUCCEED } from './succeed';
import { TASK } from './task';
import { WAIT } from './wait';
import type { StateType } from '../program/program';

/** The types of states, by name. */
export const STATE_TYPES: ReadonlyMap<string, StateType> = new Map<string, StateType>(
  [TASK, PASS, CHOICE, WAIT, SUCCEED, FAIL, PARALLEL, MAP].map((type) => [type.name, type] as const),
);
