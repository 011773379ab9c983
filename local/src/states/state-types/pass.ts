import { ownMember } from '../json';
import { andThen } from '../maybe-promise';
import { nextState } from './next';
import type { StateType } from '../program/program';

/** Gives its input on, or a fixed result. */
export const PASS: StateType = {
  name: 'Pass',
  compile: ({ fields, language }) => {
    const flow = language.dataFlow(fields);
    const next = nextState(fields);
    if (language.name === 'JSONata') {
      return visit => {
        flow.enter(visit);
        return andThen(flow.leave(visit), departure => ({ next, ...departure }));
      };
    }
    const literal = ownMember(fields, 'Result');
    return visit => {
      flow.enter(visit);
      return andThen(flow.arguments(visit), input => andThen(flow.leave(visit, literal === undefined ? input : literal), departure => ({ next, ...departure })));
    };
  },
};
