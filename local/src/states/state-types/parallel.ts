import { Json } from '../../json';
import type { ParallelFields } from '../definition';
import type { Program, StateType } from '../program/program';
import { InnerFlows } from '../runtime/inner-flows';
import { Visit } from '../runtime/visit';

/** Runs branches side by side and gives the list of their outputs. */
export const PARALLEL: StateType<ParallelFields> = {
  name: 'Parallel',
  failureEvent: 'ParallelStateFailed',
  handlesErrors: true,
  compile: ({ fields, language, compileProgram }) => {
    const { Next: next } = fields;
    const flow = language.dataFlow(fields);
    const programs = fields.Branches.map(compileProgram);
    return async (visit) => {
      flow.enter(visit);
      const input = await flow.arguments(visit);
      const outputs = visit.trial === undefined ? await runBranches(programs, input, visit) : visit.trial.innerResult(programs.length);
      visit.flow.recordSuccess('ParallelStateSucceeded', visit.flow.lastEventId);
      return { next, ...await flow.leave(visit, outputs) };
    };
  },
};

async function runBranches(programs: readonly Program[], input: Json, { flow }: Visit): Promise<Json[]> {
  const progress = flow.startInner('ParallelStateStarted', {});
  const branches = new InnerFlows(flow, progress);
  const after = progress.startedEventId;
  try {
    return await Promise.all(programs.map((program, index) => branches.play(index, { after }, (branch) => branch.run(program, input))));
  } finally {
    branches.end();
  }
}
