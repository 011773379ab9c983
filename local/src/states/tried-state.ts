import type { Json } from '../json';
import type { MachineDefinition, MapFields, ParallelFields, ProcessorDefinition, StateFields, WorkflowDefinition } from './definition';
import { validateDefinition, validateState } from './validation';

/** A state of a definition that is to be played by itself. */
export interface TriedState {
  readonly name: string;
  readonly fields: StateFields;
  /** The workflow that it is one state of, with the machine's query language. */
  readonly workflow: MachineDefinition;
  /** The states that it is in, the innermost first. */
  readonly outer: readonly OuterState[];
}

/** A Map or Parallel state that a state is in. */
export type OuterState = Omit<TriedState, 'outer'>;

/** The name of a state that is given without one. */
const NAMELESS = 'StateName';

/**
 * A state that is given alone.
 *
 * @throws DefinitionError for one that is not valid
 */
export function loneState(definition: string | object): TriedState {
  const fields = validateState(definition, NAMELESS);
  return { name: NAMELESS, fields, workflow: { StartAt: NAMELESS, States: { [NAMELESS]: fields } }, outer: [] };
}

/**
 * A state of a machine, however deep it is; undefined where the machine has none of the name.
 *
 * @throws DefinitionError for a machine that is not valid
 */
export function stateOf(definition: string | object, name: string): TriedState | undefined {
  return find(validateDefinition(definition), [], name);
}

/** Whether a Map state's iterations are executions of their own. */
export function isDistributed({ fields }: OuterState): boolean {
  return fields.Type === 'Map' && processorOf(fields as MapFields).ProcessorConfig?.Mode === 'DISTRIBUTED';
}

/** Whether a state of the name is inside a Map or Parallel state, however deep. */
export function hasInnerState(fields: StateFields, name: string): boolean {
  return innerWorkflows(fields).some(({ States }) => (
    Object.hasOwn(States, name) || Object.values(States).some((state) => hasInnerState(state, name))
  ));
}

function find(workflow: MachineDefinition, outer: readonly OuterState[], name: string): TriedState | undefined {
  const { States, QueryLanguage } = workflow;
  if (Object.hasOwn(States, name)) {
    return { name, fields: States[name], workflow, outer };
  }
  for (const [outerName, fields] of Object.entries(States)) {
    for (const { StartAt, States: inner } of innerWorkflows(fields)) {
      const found = find({ StartAt, States: inner, QueryLanguage }, [{ name: outerName, fields, workflow }, ...outer], name);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

function innerWorkflows(fields: StateFields): readonly WorkflowDefinition[] {
  switch (fields.Type) {
    case 'Map': return [processorOf(fields as MapFields)];
    case 'Parallel': return (fields as ParallelFields).Branches;
    default: return [];
  }
}

function processorOf({ Iterator, ItemProcessor = Iterator }: MapFields): ProcessorDefinition {
  return ItemProcessor as ProcessorDefinition;
}

/** The result that a state's work is to have, or the error. */
export type StateMock =
  | { readonly result: Json }
  | { readonly error: string; readonly cause: string | undefined };
