/** How long executions may keep the thread, all together, before timers, sockets and stops have their turn: in milliseconds. */
const SLICE = 10;

const waiting: (() => void)[] = [];
let turnStart: number | undefined;

/** Whether executions have had the thread for long enough in this turn. */
export function isTurnOver(): boolean {
  return performance.now() - (turnStart ?? beginTurn()) > SLICE;
}

/** Goes on in a later turn: one execution goes on in each, in the order in which they came, so that together they do not keep it for longer. */
export async function nextTurn(): Promise<void> {
  if (turnStart === undefined) {
    beginTurn();
  }
  return new Promise((resolve) => waiting.push(resolve));
}

/** Whether any execution waits for its next turn. */
export function isTurnAwaited(): boolean {
  return waiting.length > 0;
}

/**
 * Begins a turn, which ends when the event loop has gone round after it. The end of the same round is too early: messages that have come with it
 * are worked on there, and the executions that they start would have another turn before anybody else.
 */
function beginTurn(): number {
  turnStart = performance.now();
  setImmediate(() => setImmediate(endTurn));
  return turnStart;
}

function endTurn(): void {
  turnStart = undefined;
  const goOn = waiting.shift();
  if (goOn !== undefined) {
    beginTurn();
    goOn();
  }
}
