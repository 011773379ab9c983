export type { Handler, HandlerContext } from './functions';
export { AWS_LIMITS } from './limits';
export type { Limits } from './limits';
export { HandshakeError } from './local-client';
export type { ConnectionEnd, ConnectOptions, LocalClient } from './local-client';
export type { LocalExecution } from './local-execution';
export { LocalRun } from './local-run';
export type { LocalRunOptions } from './local-run-options';
export type { Logger, LogEntry, SentBy } from './log-entry';
export { DefinitionError, ManualClock, StateMachine, TaskFailure, TaskTokenError, TaskTokens } from './states';
export type {
  Alarm, Clock, EventDetails, Execution, ExecutionResult, HistoryEvent, StartOptions, StateMachineOptions, StateMachineType, TaskHandler, TaskRequest,
} from './states';
export { OptionsError } from './options';
export { TemplateLoadError } from './template';
export { testState, TestStateError } from './test-state';
export type {
  TestStateConfiguration, TestStateInput, TestStateInspectionData, TestStateMock, TestStateOptions, TestStateOutput,
} from './test-state';
export { MappingTemplate, renderTemplate, TemplateContext, TemplateError } from './vtl';
export type { RequestParameters, TemplateData, TemplatePosition } from './vtl';
