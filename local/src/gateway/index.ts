export { Gateway, type GatewayOptions } from './gateway';
export { AWS_LIMITS, type Limits } from './limits';
export { NO_LOG } from './log-entry';
export type { Logger, LogEntry, SentBy } from './log-entry';
