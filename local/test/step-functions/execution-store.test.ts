import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Execution } from '../../src/states';
import { ExecutionRecord, ExecutionStore } from '../../src/step-functions/execution-store';
import type { Machine } from '../../src/step-functions/machine';
import type { MachineEntry } from '../../src/step-functions/machine-entry';

const KEPT = 10_000;
const ENTRY = { current: { executionArnPrefix: 'prefix' } } as unknown as MachineEntry;
let count = 0;

function started(store: ExecutionStore, arn: string, isNamed = false, history: object[] = [], type = 'STANDARD'): ExecutionRecord {
  const record: ExecutionRecord = {
    arn,
    name: arn,
    number: ++count,
    entry: ENTRY,
    machine: { type } as Machine,
    isNamed,
    input: '{}',
    startDate: new Date(),
    redriveCount: 0,
    running: { arn, history, stopDate: new Date(1e12), keepHistory: () => () => undefined } as unknown as Execution,
  };
  store.add(record);
  return record;
}

test('an execution is found while it runs and when it has ended', () => {
  const store = new ExecutionStore();
  const record = started(store, 'one');

  expect(store.get('one')).toBe(record);
  expect(store.running()).toEqual([record.running]);

  store.end(record, { status: 'SUCCEEDED', output: '1' });

  expect(store.get('one')).toMatchObject({ end: { status: 'SUCCEEDED', output: '1' }, stopDate: new Date(1e12) });
  expect(store.get('one')?.running).toBeUndefined();
  expect(store.running()).toEqual([]);
});

test('the texts of what runs are counted until it ends, and again when it is redriven', () => {
  const store = new ExecutionStore();
  const record = started(store, 'one');
  const { running } = record;
  started(store, 'two');

  expect(store.runningCharacters).toBe(4);
  store.end(record, { status: 'FAILED' });
  expect(store.runningCharacters).toBe(2);
  store.redriven(record, { ...running!, now: () => new Date() });
  expect(store.runningCharacters).toBe(4);
});

test('the latest that have ended are kept, and those that run always', () => {
  const store = new ExecutionStore();
  started(store, 'runs');
  for (let at = 0; at < 3 * KEPT; at++) {
    store.end(started(store, `${at}`, at % 2 === 0), { status: 'SUCCEEDED' });
  }

  expect(store.get('runs')).toBeDefined();
  expect(store.get(`${2 * KEPT}`)).toBeDefined();
  expect(store.get('0')).toBeUndefined();
  expect(store.get('1')).toBeUndefined();
});

test('large ones are forgotten sooner, with their events, however long these were to be kept', () => {
  const store = new ExecutionStore();
  store.keepHistories(60_000);
  const record = started(store, 'one');
  const release = jest.fn();
  Object.assign(record.running!, { keepHistory: () => release });
  store.end(record, { status: 'SUCCEEDED' });
  const output = 'x'.repeat(100_000);
  for (let at = 0; at < 0.1 * KEPT; at++) {
    store.end(started(store, `${at}`), { status: 'SUCCEEDED', output });
  }

  expect(store.get('one')).toBeUndefined();
  expect(release).toHaveBeenCalledTimes(1);
  expect(record.ended).toBeUndefined();
});

test('a name that a caller chose stays taken when its execution is forgotten', () => {
  const store = new ExecutionStore();
  for (let at = 0; at < 3 * KEPT; at++) {
    store.end(started(store, `${at}`, at % 2 === 0), { status: 'SUCCEEDED' });
  }

  expect(store.isForgotten('0')).toBe(true);
  expect(store.isForgotten('1')).toBe(false);
  expect(store.isForgotten(`${3 * KEPT - 2}`)).toBe(false);
});

test('an execution that has gone with its machine takes no memory, and forgetting its end leaves the next of its name', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const store = new ExecutionStore();
  const gone = (): WeakRef<ExecutionRecord> => {
    const record = started(store, 'one');
    store.end(record, { status: 'SUCCEEDED' });
    return new WeakRef(record);
  };
  const reference = gone();
  store.forgetAll(ENTRY);

  // A reference is held until the turn of the event loop that has made it ends.
  await new Promise((resolve) => setImmediate(resolve));
  collect();

  expect(reference.deref()).toBeUndefined();
  const next = started(store, 'one');
  for (let at = 0; at < 3 * KEPT; at++) {
    store.end(started(store, `${at}`), { status: 'SUCCEEDED' });
  }
  expect(store.get('one')).toBe(next);
});

test('an Express execution that has ended takes neither a place nor a name', () => {
  const store = new ExecutionStore();
  store.end(started(store, 'standard'), { status: 'SUCCEEDED' });
  for (let at = 0; at < 3 * KEPT; at++) {
    store.end(started(store, `${at}`, true, [], 'EXPRESS'), { status: 'SUCCEEDED' });
  }

  expect(store.get('standard')).toBeDefined();
  expect(store.get(`${3 * KEPT - 1}`)).toBeUndefined();
  expect(store.isForgotten('0')).toBe(false);
});

describe('the history of an execution', () => {
  const events = [{ id: 1 }];

  test('is there while it runs and when it has ended', () => {
    const store = new ExecutionStore();
    const record = started(store, 'one', false, events);

    expect(store.history('one')).toBe(events);
    store.end(record, { status: 'SUCCEEDED' });
    expect(store.history('one')).toBe(events);
    expect(store.history('two')).toBeUndefined();
  });

  test('is kept for a while where somebody may ask for it, whatever has come since', () => {
    const store = new ExecutionStore();
    store.keepHistories(60_000);
    store.end(started(store, 'one', false, events), { status: 'SUCCEEDED' });
    for (let at = 0; at < 3; at++) {
      store.end(started(store, `${at}`, false, new Array(10_000)), { status: 'SUCCEEDED' });
    }

    expect(store.history('one')).toBe(events);
  });

  test('that is Express is not kept', () => {
    const store = new ExecutionStore();
    store.end(started(store, 'one', false, events, 'EXPRESS'), { status: 'SUCCEEDED' });

    expect(store.history('one')).toBeUndefined();
  });

  test('is forgotten when many events have come since, though the execution is not', () => {
    const store = new ExecutionStore();
    store.end(started(store, 'one', false, events), { status: 'SUCCEEDED' });
    for (let at = 0; at < 3; at++) {
      store.end(started(store, `${at}`, false, new Array(10_000)), { status: 'SUCCEEDED' });
    }

    expect(store.history('one')).toBeUndefined();
    expect(store.get('one')).toBeDefined();
    expect(store.history('2')).toHaveLength(10_000);
  });
});
