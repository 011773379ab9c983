import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { ManualClock, StateMachine, TaskFailure, TaskHandler } from '../../local/src';
import { PostOffice } from '../../src/private/post-office';
import { definitionOf, newStack } from '../stacks';

/** A row as DynamoDB answers it, of a connection of an hour ago. */
const row = (id: string, age = 3_600_000) => ({
  sk: { S: `C|${id}` },
  endpoint: { S: 'abc.execute-api.eu-west-1.amazonaws.com' },
  stage: { S: 'prod' },
  connectedAt: { N: String(Date.now() - age) },
});

interface Page {
  readonly Items: object[];
  readonly LastEvaluatedKey?: object;
}

interface Played {
  readonly status: string;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** The calls of each service, in their order. */
  readonly calls: Record<string, any[]>;
}

function definition(): any {
  const stack = newStack();
  new PostOffice(stack, 'PostOffice', dynamodb.Table.fromTableName(stack, 'Table', 'connections'));
  return definitionOf(stack);
}

/**
 * Plays the post office.
 *
 * @param pages - what is read, one after another
 * @param post - what becomes of a post: throws the name of an error
 * @param secondsToRead - how long it takes to read a page
 */
async function played(
  input: unknown, pages: Page[] = [{ Items: [] }], post: (id: string) => void | Promise<void> = () => {}, clock = new ManualClock(),
  secondsToRead = 0,
): Promise<Played> {
  const calls: Record<string, any[]> = {};
  const left = [...pages];
  const tasks: TaskHandler = async ({ resource, parameters }) => {
    const name = resource.split(':').at(-1)!;
    (calls[name] ??= []).push(parameters);
    if (name === 'query' || name === 'scan') {
      await clock.advance(secondsToRead * 1000);
      return left.shift()!;
    }
    if (name === 'invoke') {
      await post((parameters as any).Path.replace('/@connections/', ''));
    }
    return {};
  };
  const machine = new StateMachine(JSON.stringify(definition()).replaceAll('<AWS::Partition>', 'aws'), { type: 'EXPRESS', tasks, name: 'PostOffice' });
  const { status, output, error, cause } = await machine.start(input, { clock }).result as any;
  return { status, output, error, cause, calls };
}

const fails = (error: string) => () => {
  throw new TaskFailure(error);
};

describe('reads the connections', () => {
  test.each([
    ['of a principal', { principal: 'jane' }, 'P|jane'],
    ['of a principal, whatever it is called', { principal: '"$x" #set(1) |\u2028' }, 'P|"$x" #set(1) |\u2028'],
    ['of the principal rather than the connection that it has come by', { principal: 'jane', connectionId: 'c=' }, 'P|jane'],
    ['that are a principal of their own', { principal: '', connectionId: 'c=' }, 'C|c='],
    ['of a group', { group: 'room' }, 'G|room'],
  ])('%s', async (_, to, key) => {
    const { calls, status } = await played({ to, message: 1 });

    expect(status).toBe('SUCCEEDED');
    expect(calls).toEqual({
      query: [{
        TableName: 'connections',
        KeyConditionExpression: 'pk = :recipient and begins_with(sk, :connection)',
        FilterExpression: 'expiresAt > :now',
        ExpressionAttributeValues: { ':recipient': { S: key }, ':connection': { S: 'C|' }, ':now': { N: expect.stringMatching(/^\d{10}$/) } },
        ProjectionExpression: 'sk, endpoint, #stage, connectedAt',
        ExpressionAttributeNames: { '#stage': 'stage' },
        ConsistentRead: true,
        Limit: 200,
        ExclusiveStartKey: null,
      }],
    });
  });

  test('of everybody, and neither those of groups again nor anything else', async () => {
    const { calls } = await played({ to: { everybody: true }, message: 1 });
    expect(calls).toMatchObject({
      scan: [{
        FilterExpression: 'expiresAt > :now and (begins_with(pk, :principal) or begins_with(pk, :connection))',
        ExpressionAttributeValues: { ':principal': { S: 'P|' }, ':connection': { S: 'C|' } },
        ProjectionExpression: 'pk, sk, endpoint, #stage, connectedAt',
        Limit: 40,
      }],
    });
  });

  test.each([
    ['an empty principal', { principal: '' }],
    ['a principal that is no text', { principal: { a: 1 } }],
    ['an empty group', { group: '' }],
    ['a principal that is longer than a key', { principal: 'x'.repeat(2047) }],
    ['a group of 3,000 characters', { group: 'x'.repeat(3000) }],
    ['nobody', {}],
    ['somebody who is almost everybody', { everybody: 'true' }],
  ])('of nobody, and says so, for %s', async (_, to) => {
    const { calls, cause, error, status } = await played({ to, message: 1 });
    expect({ calls, error, status }).toEqual({ calls: {}, error: 'Connections.NoRecipient', status: 'FAILED' });
    expect(cause).toBe(`to: got ${JSON.stringify(to)}; allowed: {"principal": "…"}, {"group": "…"}, of 1 to 2046 characters, or {"everybody": true}`);
  });

  test.each([
    ['no page is left', [{ Items: [row('a')] }], 1],
    // A page that ends exactly at its limit has a key to go on from, and nothing comes after it.
    ['the last page is empty', [{ Items: [row('a')], LastEvaluatedKey: { sk: { S: 'C|a' } } }, { Items: [] }], 1],
    ['pages between are empty, because their rows are over', [
      { Items: [], LastEvaluatedKey: { sk: { S: 'C|a' } } }, { Items: [], LastEvaluatedKey: { sk: { S: 'C|b' } } }, { Items: [row('c')] },
    ], 1],
    ['there are many', Array.from({ length: 6 }, (_, page) => ({
      Items: Array.from({ length: 200 }, (_unused, index) => row(`${page}-${index}`)), ...page < 5 && { LastEvaluatedKey: { sk: { S: `C|${page}` } } },
    })), 1200],
  ] as [string, Page[], number][])('until %s', async (_, pages, reached) => {
    const { calls, output } = await played({ to: { group: 'room' }, message: 1 }, pages);
    expect(output).toEqual({ reached });
    const keys = pages.slice(0, -1).map(({ LastEvaluatedKey }) => LastEvaluatedKey);
    expect(calls.query.map(({ ExclusiveStartKey }) => ExclusiveStartKey)).toEqual([null, ...keys]);
    expect(new Set(calls.invoke.map(({ Path }) => Path)).size).toBe(reached);
  });

  test.each([
    ['of a principal or a group', { group: 'room' }, {}],
    // Each has its key, half of which is quotes.
    ['of everybody', { everybody: true }, { pk: { S: `P|${'a"'.repeat(1023)}` } }],
  ])('a page of the longest rows %s fits into a state', async (_, to, key) => {
    const { calls } = await played({ to, message: 1 });
    const [{ Limit }] = (calls.query ?? calls.scan) as { Limit: number }[];
    const longest = { ...row('HXT_RfBnPHcCIIg='), ...key, stage: { S: 's'.repeat(128) }, endpoint: { S: 'abcdefghij.execute-api.ap-southeast-2.amazonaws.com.cn' } };
    const pages = [{ Items: Array.from({ length: Limit }, () => longest) }];

    expect(await played({ to, message: 'x'.repeat(120_000) }, pages)).toMatchObject({ status: 'SUCCEEDED', output: { reached: Limit } });
    expect(JSON.stringify(pages).length).toBeLessThan(262_144 / 1.25);
  });
});

describe('posts', () => {
  const to = { group: 'room' };

  test.each([[{ a: null, list: [1, '{% 1 %}'], text: "it's \"$x\" \u2028" }], ['text'], [null], [0], [[]]])('what it was given, as it was given: %j', async (message) => {
    const { calls } = await played({ to, message }, [{ Items: [row('HXT_RfBnPHcCIIg=')] }]);
    expect(calls.invoke).toEqual([{
      ApiEndpoint: 'abc.execute-api.eu-west-1.amazonaws.com',
      Method: 'POST',
      Stage: 'prod',
      Path: '/@connections/HXT_RfBnPHcCIIg=',
      RequestBody: message,
      AllowNullValues: true,
      AuthType: 'IAM_ROLE',
    }]);
  });

  test('to forty connections at a time', async () => {
    let now = 0;
    let most = 0;
    let open = () => {};
    const fortyAreHere = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slowly = async () => {
      most = Math.max(most, ++now);
      if (now === 40) {
        setImmediate(open);
      }
      await fortyAreHere;
      now--;
    };
    await played({ to, message: 1 }, [{ Items: Array.from({ length: 100 }, (_, index) => row(`${index}`)) }], slowly);
    expect(most).toBe(40);
  });

  test('and forgets who has left: in what it was sent to, and nowhere else', async () => {
    const { calls, output, status } = await played({ to, message: 1 }, [{ Items: [row('a'), row('gone='), row('b')] }], (id) => {
      if (id === 'gone=') {
        throw new TaskFailure('ApiGateway.410');
      }
    });
    expect({ output, status }).toEqual({ output: { reached: 2 }, status: 'SUCCEEDED' });
    expect(calls.deleteItem).toEqual([{ TableName: 'connections', Key: { pk: { S: 'G|room' }, sk: { S: 'C|gone=' } } }]);
  });

  test('and forgets who has left of everybody, by the key that was read', async () => {
    const key = { pk: { S: 'P|jane' } };
    const { calls } = await played({ to: { everybody: true }, message: 1 }, [{ Items: [{ ...row('gone='), ...key }] }], fails('ApiGateway.410'));
    expect(calls.deleteItem).toEqual([{ TableName: 'connections', Key: { ...key, sk: { S: 'C|gone=' } } }]);
  });

  test('and keeps who may still be connecting, though the answer is that there is nobody', async () => {
    const { calls, output } = await played({ to, message: 1 }, [{ Items: [row('new', 20_000)] }], fails('ApiGateway.410'));
    expect(output).toEqual({ reached: 0 });
    expect(calls.deleteItem).toBeUndefined();
  });

  test('and goes on when a row cannot be deleted', async () => {
    const clock = new ManualClock();
    const tasks: TaskHandler = async ({ resource }) => {
      if (resource.endsWith(':query')) {
        return { Items: [row('gone=')] };
      }
      throw new TaskFailure(resource.endsWith(':invoke') ? 'ApiGateway.410' : 'DynamoDB.ProvisionedThroughputExceededException');
    };
    const machine = new StateMachine(JSON.stringify(definition()).replaceAll('<AWS::Partition>', 'aws'), { type: 'EXPRESS', tasks });
    expect((await machine.start({ to, message: 1 }, { clock }).result).status).toBe('SUCCEEDED');
  });

  test.each(['ApiGateway.429', 'ApiGateway.500', 'ApiGateway.503'])('again after %s', async (error) => {
    const clock = new ManualClock();
    let times = 0;
    const once = () => {
      if (times++ === 0) {
        setImmediate(() => void clock.advance(1000));
        throw new TaskFailure(error);
      }
    };
    const { output } = await played({ to, message: 1 }, [{ Items: [row('a')] }], once, clock);
    expect({ output, times }).toEqual({ output: { reached: 1 }, times: 2 });
  });

  test.each(['ApiGateway.403', 'States.Timeout'])('to all others after %s, and then fails, so that an alarm goes off', async (error) => {
    const { calls, cause, error: end, status } = await played({ to, message: 1 }, [{ Items: [row('a'), row('bad'), row('b')] }], (id) => {
      if (id === 'bad') {
        throw new TaskFailure(error);
      }
    });
    expect(calls.invoke).toHaveLength(3);
    expect({ cause, end, status }).toEqual({ cause: '1 of 3 connections could not be posted to', end: 'Connections.NotReached', status: 'FAILED' });
    expect(calls.deleteItem).toBeUndefined();
  });

  test('to nobody else what is too large for one', async () => {
    const { calls, error } = await played({ to, message: 1 }, [{ Items: Array.from({ length: 200 }, (_, index) => row(`${index}`)) }], fails('ApiGateway.413'));
    expect(error).toBe('Connections.MessageTooLarge');
    expect(calls.invoke.length).toBeLessThanOrEqual(40);
  });

  test('for five seconds at most to a client that takes nothing, which would hold one of the forty places', async () => {
    const clock = new ManualClock();
    const stuck = async (): Promise<void> => {
      setImmediate(() => void clock.advance(5000));
      return new Promise(() => {});
    };
    const { error } = await played({ to, message: 1 }, [{ Items: [row('stuck')] }], stuck, clock);
    expect(error).toBe('Connections.NotReached');
  });
});

describe('before its time is up', () => {
  const pages = [{ Items: [row('a')], LastEvaluatedKey: { pk: { S: 'G|room' }, sk: { S: 'C|a' } } }, { Items: [row('b')] }];
  test('hands over to another execution, where it has left off', async () => {
    const first = await played({ to: { group: 'room' }, message: { a: null } }, [pages[0]], undefined, undefined, 61);
    expect({ output: first.output, queries: first.calls.query.length }).toEqual({ output: { reached: 1 }, queries: 1 });
    expect(first.calls.startExecution).toEqual([{
      StateMachineArn: expect.stringContaining(':stateMachine:PostOffice'),
      Input: { to: { group: 'room' }, message: { a: null }, next: pages[0].LastEvaluatedKey },
    }]);

    const second = await played(first.calls.startExecution[0].Input, [pages[1]]);
    expect(second.calls.query[0].ExclusiveStartKey).toEqual(pages[0].LastEvaluatedKey);
    expect(second.output).toEqual({ reached: 1 });
  });

  test('goes on by itself', async () => {
    const { calls, output } = await played({ to: { group: 'room' }, message: 1 }, pages, undefined, undefined, 29);
    expect(output).toEqual({ reached: 2 });
    expect(calls.startExecution).toBeUndefined();
  });

  test('has done the slowest page', () => {
    const { Post } = definition().States['Post to all'].ItemProcessor.States;
    const [{ IntervalSeconds, BackoffRate, MaxAttempts }] = Post.Retry;
    const waits = Array.from({ length: MaxAttempts }, (_, attempt) => IntervalSeconds * BackoffRate ** attempt).reduce((sum, wait) => sum + wait);
    const slowest = (Post.TimeoutSeconds * (MaxAttempts + 1) + waits) * 200 / definition().States['Post to all'].MaxConcurrency;
    expect(60 + slowest).toBeLessThan(300);
  });
});
