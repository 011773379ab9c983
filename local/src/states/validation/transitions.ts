import { Findings } from './findings';
import { RECORDED } from './wording';
import { Json, JsonObject, isObject } from '../../json';

interface Transition {
  readonly target: string;
  /** Where it stands, such as `/States/A/Choices[0]/Next`. */
  readonly path: string;
}

/** Where else than in the state's own `Next` and `Default` it says where to go on. */
const LISTS_WITH_NEXT = ['Choices', 'Catch'];

/**
 * Checks where the states of one workflow lead to. A transition never leaves its workflow.
 *
 * The service calls a state unreachable that no transition names: it does not follow them from the start.
 */
export function checkTransitions(workflow: JsonObject, path: string, findings: Findings): void {
  const states = workflow.States;
  if (!isObject(states)) {
    return;
  }
  const names = Object.keys(states);
  const starts = transition(workflow, 'StartAt', path);
  const byState = new Map(names.map((name) => [name, transitionsOf(states[name], `${path}/States/${name}`)]));
  const transitions = [...starts, ...[...byState.values()].flat()];
  for (const { target, path: location } of transitions) {
    if (!byState.has(target)) {
      findings.add('MISSING_TRANSITION_TARGET', RECORDED.missingTarget(target), location);
    }
  }
  // A state without a way out, or a workflow without a start, hides what would come after it.
  if (starts.length === 0 || !names.every((name) => leads(states[name], byState.get(name)))) {
    return;
  }
  // Only the machine itself needs an end; without one it does not matter what is reached.
  if (path === '' && !Object.values(states).some(isTerminal)) {
    findings.add('MISSING_END_STATE', RECORDED.noTerminalState);
    return;
  }
  const targets = new Set(transitions.map(({ target }) => target));
  for (const name of names) {
    if (!targets.has(name)) {
      findings.add('MISSING_TRANSITION_TARGET', RECORDED.unreachable(name), `${path}/States/${name}`);
    }
  }
}

function transitionsOf(state: Json, path: string): Transition[] {
  if (!isObject(state)) {
    return [];
  }
  const lists = LISTS_WITH_NEXT.flatMap((field) => {
    const items = state[field];
    return Array.isArray(items) ? items.flatMap((item, index) => transition(item, 'Next', `${path}/${field}[${index}]`)) : [];
  });
  return [...transition(state, 'Next', path), ...lists, ...transition(state, 'Default', path)];
}

function transition(owner: Json, field: string, path: string): Transition[] {
  const target = isObject(owner) ? owner[field] : undefined;
  return typeof target === 'string' ? [{ target, path: `${path}/${field}` }] : [];
}

function leads(state: Json, transitions: readonly Transition[] = []): boolean {
  return transitions.length > 0 || isTerminal(state);
}

function isTerminal(state: Json): boolean {
  return isObject(state) && (state.End === true || ['Succeed', 'Fail'].some((type) => type === state.Type));
}
