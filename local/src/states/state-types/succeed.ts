import type { SucceedFields } from '../definition';
import { andThen } from '../maybe-promise';
import type { StateType } from '../program/program';

/** Ends its flow with success. */
export const SUCCEED: StateType<SucceedFields> = {
  name: 'Succeed',
  compile: ({ fields, language }) => {
    const flow = language.dataFlow(fields);
    return (visit) => {
      flow.enter(visit);
      return andThen(flow.leave(visit), (departure) => ({ next: undefined, ...departure }));
    };
  },
};
