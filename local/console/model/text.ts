/** A duration for people. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) {
    return `${Math.round(milliseconds)} ms`;
  }
  const seconds = milliseconds / 1000;
  if (seconds < 60) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ${Math.round(seconds % 60)} s`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** The time of the day, with milliseconds. */
export function clockTime(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** A name that a machine has made, cut to what tells it apart. */
export function shortName(name: string): string {
  return name.replace(/^([0-9a-f]{8})-[0-9a-f]{4}-.*$/, '$1');
}

/** `Orders:0e7c3f20` for the ARN of an execution. */
export function shortArn(arn: string): string {
  const [machine = arn, name = ''] = arn.split(':').slice(6);
  return `${machine}:${shortName(name)}`;
}

/** JSON with line breaks; undefined for a text that is none. */
export function pretty(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? JSON.stringify(value, undefined, 2) : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with a text as JSON; undefined where nothing is. */
export function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A size for people. */
export function size(characters: number): string {
  return characters < 1000 ? `${characters} B` : `${(characters / 1000).toFixed(characters < 10_000 ? 1 : 0)} kB`;
}

const CLOSE_CODES: ReadonlyMap<number, string> = new Map([
  [1000, 'closed normally'],
  [1001, 'going away: idle for 10 minutes, open for 2 hours, or the run has ended'],
  [1002, 'a fault of the protocol'],
  [1003, 'a binary frame, which API Gateway does not take'],
  [1005, 'closed without a code'],
  [1006, 'the line was cut: no close frame came'],
  [1007, 'a text that is no UTF-8'],
  [1008, 'against the policy'],
  [1009, 'a message above 128 KB, or a frame above 32 KB'],
  [1011, 'an error of the server'],
]);

/** What a close code means. */
export function closeCode(code: number): string {
  return CLOSE_CODES.get(code) ?? (code >= 4000 ? "a code of the application's own" : 'a code without a meaning of its own');
}

/** `a=1` lines, or `a: 1` lines, as an object. */
export function pairs(text: string, separator: '=' | ':'): Record<string, string> {
  return Object.fromEntries(text.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => {
    const at = line.indexOf(separator);
    return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  }));
}
