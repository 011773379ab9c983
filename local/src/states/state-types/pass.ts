import { Departure } from '../dataflow/dataflow';
import type { PassFields } from '../definition';
import { andThen } from '../maybe-promise';
import type { StateType, Transition } from '../program/program';

/** Gives its input on, or a fixed result. */
export const PASS: StateType<PassFields> = {
  name: 'Pass',
  compile: ({ fields, language }) => {
    const { Next: next, Result } = fields;
    const flow = language.dataFlow(fields);
    const go = (departure: Departure): Transition => ({ next, ...departure });
    if (language.name === 'JSONata') {
      return (visit) => {
        flow.enter(visit);
        return andThen(flow.leave(visit), go);
      };
    }
    return (visit) => {
      flow.enter(visit);
      return andThen(flow.arguments(visit), (input) => andThen(flow.leave(visit, Result === undefined ? input : Result), go));
    };
  },
};
