export { WebSocketStepFunctionsAsync } from './websocket-step-functions-async';
export type { WebSocketStepFunctionsAsyncProps } from './websocket-step-functions-async';
export type { AlarmOptions } from './alarm-options';
export type { UsagePlanOptions } from './usage-plan-options';
export type { ApiOptions } from './api-options';
export { ExecutionLogLevel } from './stage-options';
export type { AccessLogOptions, DomainOptions, ExecutionLogOptions } from './stage-options';
export type { WorkflowOptions } from './workflow-options';
export { TaskAnswer } from './route-options';
export type { AnswerRouteOptions, ExecutionRouteOptions, GroupRouteOptions } from './route-options';
export { WebSocketStepFunctionsIntegration } from './step-functions-integration';
export type {
  ExecutionIntegrationProps, TaskAnswerIntegrationProps, WebSocketStepFunctionsIntegrationProps,
} from './step-functions-integration';
export { Invocation } from './invocation';
export { ExecutionName } from './execution-name';
export { ExecutionInput } from './execution-input';
export type { EnvelopeOptions } from './execution-input';
export { ClientResponse } from './client-response';
export { SendToConnection } from './send-to-connection';
export type {
  SendToConnectionJsonataProps, SendToConnectionJsonPathProps, SendToConnectionOptions, SendToConnectionProps,
} from './send-to-connection';
export type { CancelOnDisconnectOptions } from './cancel-on-disconnect-options';
export type { MailboxOptions } from './mailbox-options';
export { TooLarge, TooLargeStore } from './too-large';
export type { TooLargeStoreOptions } from './too-large';
export { CloseConnection } from './close-connection';
export type { CloseConnectionJsonataProps, CloseConnectionJsonPathProps, CloseConnectionProps } from './close-connection';
export type { ConnectionOptions } from './connection-options';
export { ConnectionRegistry } from './connection-registry';
export type { ConnectionRegistryProps } from './connection-registry';
export { GroupAccess } from './group-access';
export type { RegistryMessageOptions } from './registry-message-options';
export { SendToPrincipal } from './send-to-principal';
export type {
  SendToPrincipalJsonataProps, SendToPrincipalJsonPathProps, SendToPrincipalOptions, SendToPrincipalProps,
} from './send-to-principal';
export { SendToGroup } from './send-to-group';
export type { SendToGroupJsonataProps, SendToGroupJsonPathProps, SendToGroupOptions, SendToGroupProps } from './send-to-group';
export { Broadcast } from './broadcast';
export type { BroadcastJsonataProps, BroadcastJsonPathProps, BroadcastProps } from './broadcast';
