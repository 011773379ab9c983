/** How long executions may keep the thread, all together, before timers, sockets and stops have their turn: in milliseconds. */
const SLICE = 10;

let turnStart: number | undefined;

/** Whether executions have had the thread for long enough in this turn of the event loop. */
export function isTurnOver(): boolean {
  const now = performance.now();
  if (turnStart === undefined) {
    turnStart = now;
    setImmediate(() => {
      turnStart = undefined;
    });
  }
  return now - turnStart > SLICE;
}

const waiting: (() => void)[] = [];

/** Goes on in a later turn: one execution goes on in each, in the order in which they came, so that together they do not keep it for longer. */
export async function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) {
      setImmediate(goOn);
    }
  });
}

function goOn(): void {
  turnStart = undefined;
  waiting.shift()!();
  if (waiting.length > 0) {
    setImmediate(goOn);
  }
}

/** Whether any execution waits for its next turn. */
export function isTurnAwaited(): boolean {
  return waiting.length > 0;
}
