export { Gateway, type GatewayOptions } from './gateway';
export { AWS_LIMITS, type Limits } from './limits';
export type { Logger, LogEntry, SentBy } from './log-entry';
