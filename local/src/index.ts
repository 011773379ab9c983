export { AWS_LIMITS } from './gateway';
export type { Limits, Logger, LogEntry, SentBy } from './gateway';
export { LocalRun } from './local-run';
export type { LocalRunOptions } from './local-run';
export { DefinitionError, StateMachine, TaskFailure, TaskTokenError, TaskTokens } from './states';
export type {
  EventDetails, Execution, ExecutionResult, HistoryEvent, StartOptions, StateMachineOptions, StateMachineType, TaskHandler, TaskRequest,
} from './states';
export { TemplateLoadError } from './template';
export { MappingTemplate, renderTemplate, TemplateError } from './vtl';
export type { RequestParameters, TemplateData, TemplatePosition } from './vtl';
