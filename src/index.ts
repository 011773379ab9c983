export { WebSocketStepFunctionsAsync, WebSocketStepFunctionsAsyncProps, WorkflowOptions } from './websocket-step-functions-async';
export { WebSocketStepFunctionsIntegration, WebSocketStepFunctionsIntegrationProps } from './step-functions-integration';
export { EnvelopeOptions, ExecutionInput } from './execution-input';
export { ClientResponse } from './client-response';
export {
  SendToConnection, SendToConnectionJsonataProps, SendToConnectionJsonPathProps, SendToConnectionOptions, SendToConnectionProps,
} from './send-to-connection';
