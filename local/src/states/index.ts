export { DefinitionError, TaskFailure } from './errors';
export type { Execution, ExecutionResult } from './runtime/execution';
export type { EventDetails, HistoryEvent } from './runtime/history';
export type { Json, JsonObject } from './json';
export { queryJsonPath } from './jsonpath';
export { StateMachine } from './state-machine';
export type { StartOptions, StateMachineOptions, StateMachineType } from './state-machine';
export type { TaskHandler, TaskRequest } from './tasks/task';
export { TaskTokenError, TaskTokens } from './tasks/task-tokens';
