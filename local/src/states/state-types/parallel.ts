import { StateFailure } from '../errors';
import { Json, ownMember } from '../json';
import { nextState } from './next';
import type { Program, StateType } from '../program/program';
import { Cancellation } from '../runtime/cancellation';
import { Visit } from '../runtime/visit';

/** Runs branches side by side and gives the list of their outputs. */
export const PARALLEL: StateType = {
  name: 'Parallel',
  handlesErrors: true,
  compile: ({ fields, language, path, compileProgram }) => {
    const flow = language.dataFlow(fields);
    const next = nextState(fields);
    const branches = ownMember(fields, 'Branches');
    const programs = (Array.isArray(branches) ? branches : []).map((branch, index) => compileProgram(branch, `${path}/Branches[${index}]`));
    return async visit => {
      flow.enter(visit);
      const input = await flow.arguments(visit);
      visit.flow.record('ParallelStateStarted', {});
      const outputs = await runBranches(programs, input, visit);
      visit.flow.record('ParallelStateSucceeded', {});
      return { next, ...await flow.leave(visit, outputs) };
    };
  },
};

async function runBranches(programs: readonly Program[], input: Json, visit: Visit): Promise<Json[]> {
  const cancellation = new Cancellation(visit.flow.cancellation);
  const started = visit.flow.lastEventId;
  try {
    return await Promise.all(programs.map(async program => {
      const branch = visit.flow.inner(cancellation, started);
      const output = await branch.run(program, input);
      visit.flow.lastEventId = branch.lastEventId;
      return output;
    }));
  } catch (error) {
    if (error instanceof StateFailure) {
      visit.flow.record('ParallelStateFailed', { error: error.error, cause: error.causeText });
    }
    throw error;
  } finally {
    cancellation.cancel();
  }
}
