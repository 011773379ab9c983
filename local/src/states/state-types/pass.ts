import { Departure } from '../dataflow/dataflow';
import { ownMember } from '../json';
import { andThen } from '../maybe-promise';
import { nextState } from './next';
import type { StateType, Transition } from '../program/program';

/** Gives its input on, or a fixed result. */
export const PASS: StateType = {
  name: 'Pass',
  compile: ({ fields, language }) => {
    const flow = language.dataFlow(fields);
    const next = nextState(fields);
    const go = (departure: Departure): Transition => ({ next, ...departure });
    if (language.name === 'JSONata') {
      return visit => {
        flow.enter(visit);
        return andThen(flow.leave(visit), go);
      };
    }
    const literal = ownMember(fields, 'Result');
    return visit => {
      flow.enter(visit);
      return andThen(flow.arguments(visit), input => andThen(flow.leave(visit, literal === undefined ? input : literal), go));
    };
  },
};
