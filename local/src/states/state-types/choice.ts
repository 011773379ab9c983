import { compileRule } from '../choice/rule';
import { QueryLanguage, RuleDeparture } from '../dataflow/dataflow';
import { EvaluationScope } from '../dataflow/expression';
import type { ChoiceFields, ChoiceRuleFields } from '../definition';
import { runtimeError } from '../errors';
import { MaybePromise, andThen } from '../maybe-promise';
import type { StateDefinition, StateType, Transition } from '../program/program';
import { Visit } from '../runtime/visit';

interface Exit {
  readonly next: string | undefined;
  readonly departure: RuleDeparture;
}

interface Choice extends Exit {
  readonly holds: (scope: EvaluationScope) => MaybePromise<boolean>;
}

/** Goes on to the state of the first rule that holds, or to the default. */
export const CHOICE: StateType<ChoiceFields> = {
  name: 'Choice',
  compile: (state) => {
    const { fields, language } = state;
    const choices = fields.Choices.map((rule, index) => compileChoice(state, rule, index));
    const flow = language.dataFlow(fields);
    const fallback = { next: fields.Default, departure: language.choiceDeparture(fields, '') };
    const tryFrom = (index: number, visit: Visit): MaybePromise<Transition> => {
      if (index === choices.length) {
        return leave(fallback, visit);
      }
      const choice = choices[index];
      return andThen(choice.holds(visit), (holds) => holds ? leave(choice, visit) : tryFrom(index + 1, visit));
    };
    return (visit) => {
      flow.enter(visit);
      return tryFrom(0, visit);
    };
  },
};

function leave(exit: Exit, visit: Visit): MaybePromise<Transition> {
  if (exit.next === undefined) {
    throw runtimeError('Failed to transition out of the state. The state does not point to a next state.');
  }
  return andThen(exit.departure(visit), (departure) => ({ next: exit.next, ...departure }));
}

/** The state's `OutputPath` applies whichever rule holds; `Assign` and `Output` are each rule's own. */
function compileChoice({ fields, language }: StateDefinition<ChoiceFields>, rule: ChoiceRuleFields, index: number): Choice {
  return {
    next: rule.Next,
    holds: language.name === 'JSONata' ? compileCondition(language, rule, index) : compileRule(rule),
    departure: language.choiceDeparture({ ...rule, OutputPath: fields.OutputPath }, `Choices[${index}]`),
  };
}

function compileCondition(language: QueryLanguage, rule: ChoiceRuleFields, index: number): (scope: EvaluationScope) => Promise<boolean> {
  const condition = language.field(rule, 'Condition', 'boolean', `Choices[${index}]/`);
  return async (scope) => await condition?.evaluate(scope) === true;
}
