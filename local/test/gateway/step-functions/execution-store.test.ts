import { ExecutionRecord, ExecutionStore } from '../../../src/gateway/step-functions/execution-store';
import type { Machine } from '../../../src/gateway/step-functions/machine';
import type { Execution } from '../../../src/states';

const KEPT = 10_000;

function started(store: ExecutionStore, arn: string, isNamed = false, history: object[] = [], type = 'STANDARD'): ExecutionRecord {
  const record: ExecutionRecord = {
    arn,
    name: arn,
    machine: { type } as Machine,
    isNamed,
    input: '{}',
    startDate: new Date(),
    running: { arn, history, stopDate: new Date(1e12) } as unknown as Execution,
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

test('a name that a caller chose stays taken when its execution is forgotten', () => {
  const store = new ExecutionStore();
  for (let at = 0; at < 3 * KEPT; at++) {
    store.end(started(store, `${at}`, at % 2 === 0), { status: 'SUCCEEDED' });
  }

  expect(store.isForgotten('0')).toBe(true);
  expect(store.isForgotten('1')).toBe(false);
  expect(store.isForgotten(`${3 * KEPT - 2}`)).toBe(false);
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
    const store = new ExecutionStore(60_000);
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
