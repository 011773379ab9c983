import type { LogEntry, RuleEvent } from './log-entry';

const COLOURS = { dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const;
type Colour = keyof typeof COLOURS;

/** How an entry reads: whom it is about, what happened, and its colour. */
interface Line {
  readonly subject: string;
  readonly text: string;
  readonly colour?: Colour;
}

type LineOf = { readonly [Type in LogEntry['type']]: (entry: Extract<LogEntry, { type: Type }>) => Line };

/** How each kind of entry reads. To change or add one, change or add one line. */
const lines: LineOf = {
  Listening: ({ stage, url }) => ({ subject: stage, text: `listening on ${url}`, colour: 'green' }),
  EndpointListening: ({ url, hasTemplate }) => ({
    subject: hasTemplate ? 'AWS' : 'no template: Step Functions alone',
    text: `SDKs and the CLI reach the run with AWS_ENDPOINT_URL=${url} AWS_DISABLE_HOST_PREFIX_INJECTION=true`,
    colour: 'green',
  }),
  Stopping: ({ reason }) => ({ subject: 'ending', text: reason, colour: 'dim' }),
  Reloaded: ({ changes, kept, closed, duration }) => ({
    subject: 'reloaded',
    text: [`in ${duration} ms: ${changes.join(', ') || 'nothing has changed'}`, connections(kept, 'kept'), ...closed > 0 ? [connections(closed, 'closed')] : []].join('; '),
    colour: 'green',
  }),
  Synthesizing: ({ command }) => ({ subject: 'app', text: command, colour: 'dim' }),
  AppOutput: ({ line }) => ({ subject: 'app', text: line }),
  ReloadFailed: ({ findings }) => ({ subject: 'not reloaded', text: `the run goes on as it was: ${findings.join('; ')}`, colour: 'red' }),
  ConsoleReady: ({ url }) => ({ subject: 'console', text: `look at ${url}`, colour: 'green' }),
  ConnectionOpened: ({ connectionId, url }) => ({ subject: connectionId, text: `connected to ${url}`, colour: 'green' }),
  ConnectionRefused: ({ url, status, reason }) => ({ subject: url, text: `handshake refused with ${status}: ${reason}`, colour: 'red' }),
  ConnectionClosed: ({ connectionId, code, reason }) => ({ subject: connectionId, text: `closed with ${code}${reason && ` ${reason}`}`, colour: 'dim' }),
  MessageReceived: ({ connectionId, routeKey, body }) => ({ subject: connectionId, text: `> ${body}  [${routeKey ?? 'no route'}]`, colour: 'cyan' }),
  MessageSent: ({ connectionId, by, body }) => ({ subject: connectionId, text: `< ${body}  [${by}]`, colour: by === 'error' ? 'red' : 'blue' }),
  MessageLost: ({ connectionId, by, body }) => ({ subject: connectionId, text: `not sent, the client has left: ${body}  [${by}]`, colour: 'yellow' }),
  RequestFailed: ({ connectionId, routeKey, reason }) => ({ subject: connectionId, text: `${routeKey} failed: ${reason}`, colour: 'red' }),
  ExecutionRedriven: ({ executionArn }) => ({ subject: shortArn(executionArn), text: 'redriven' }),
  ExecutionStarted: ({ executionArn, input }) => ({ subject: shortArn(executionArn), text: `started with ${input}` }),
  StateEntered: ({ executionArn, state }) => ({ subject: shortArn(executionArn), text: `entered ${state}`, colour: 'dim' }),
  StateExited: ({ executionArn, state }) => ({ subject: shortArn(executionArn), text: `left ${state}`, colour: 'dim' }),
  TaskFailed: ({ executionArn, resource, error, cause }) => ({
    subject: shortArn(executionArn), text: `${resource} failed: ${failure(error, cause)}`, colour: 'yellow',
  }),
  ExecutionEnded: ({ executionArn, status, output, error, cause }) => ({
    subject: shortArn(executionArn),
    text: `${status} ${output ?? failure(error, cause)}`.trimEnd(),
    colour: status === 'SUCCEEDED' ? 'green' : 'red',
  }),
  RuleMatched: ({ rule, ...event }) => ({ subject: rule, text: `matched ${ruleEvent(event)}`, colour: 'dim' }),
  RuleFailed: ({ rule, reason, ...event }) => ({ subject: rule, text: `failed for ${ruleEvent(event)}: ${reason}`, colour: 'red' }),
  AccessDenied: ({ principal, role, action, resource, reason, needed, deniedBy }) => ({
    subject: 'access denied',
    text: `${role === undefined ? principal : `role ${role.replace(/^resource /, '')} as ${principal.replace(/^.*\//, '')}`} may not ${action} on ${resource}, `
      + `${reason}${needed === undefined ? '' : `; needed: ${needed}`}${deniedBy === undefined ? '' : `: ${deniedBy}`}`,
    colour: 'red',
  }),
  RowExpired: ({ table, key }) => ({ subject: table, text: `a row has expired: ${key}`, colour: 'dim' }),
  UnexpectedError: ({ place, error }) => ({ subject: 'unexpected error', text: `${place}: ${error}`, colour: 'red' }),
  FunctionStarted: ({ function: name, initDuration }) => ({ subject: name, text: `started in ${initDuration} ms`, colour: 'dim' }),
  FunctionOutput: ({ function: name, line }) => ({ subject: name, text: line }),
  FunctionReloaded: ({ function: name }) => ({ subject: name, text: 'code changed: starts anew with the next event', colour: 'dim' }),
  Warning: ({ message }) => ({ subject: 'warning', text: message, colour: 'yellow' }),
};

function connections(count: number, what: string): string {
  return `${count} connection${count === 1 ? '' : 's'} ${what}`;
}

const LONGEST_TEXT = 1000;

/** An entry as one line for people. */
export function readableLine(entry: LogEntry, time: Date, useColour: boolean): string {
  const { subject, text, colour } = (lines[entry.type] as (entry: LogEntry) => Line)(entry);
  const clock = time.toISOString().slice(11, 23);
  const line = `${clock}  ${subject}  ${shortened(printable(text))}`;
  return useColour && colour ? `\u001b[${COLOURS[colour]}m${line}\u001b[0m` : line;
}

/** An entry as one line of JSON, with its time. */
export function jsonLine(entry: LogEntry, time: Date): string {
  return JSON.stringify({ time: time.toISOString(), ...entry });
}

/** `OrderMachine:0e7c3f20` for an execution; names that a caller chose stay whole. */
function shortArn(executionArn: string): string {
  const [machine, name = ''] = executionArn.split(':').slice(6);
  return `${machine}:${name.replace(/^([0-9a-f]{8})-[0-9a-f-]{27}$/, '$1')}`;
}

function ruleEvent({ source, detailType, executionArn, status }: RuleEvent): string {
  return executionArn === undefined ? `'${detailType}' of ${source}` : `${status} of ${shortArn(executionArn)}`;
}

function failure(error = '', cause = ''): string {
  return [error, cause].filter((part) => part !== '').join(': ');
}

/** What clients send must not move the cursor or start a new line. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)` : text;
}
