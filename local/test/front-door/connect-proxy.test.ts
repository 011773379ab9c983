import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { TestRun } from '../support';
import { fakeEndpoint } from '../tasks/forwarded/fake-endpoint';

/** Opens a tunnel through the run, and asks through it. */
async function through(
  run: TestRun, target: string, headers: Record<string, string>, isSecure = false,
): Promise<{ established: number; text?: string }> {
  const connecting = request({ host: '127.0.0.1', port: new URL(run.httpUrl).port, method: 'CONNECT', path: target });
  connecting.end();
  const [response, socket] = await once(connecting, 'connect') as [IncomingMessage, Socket];
  if (response.statusCode !== 200) {
    socket.destroy();
    return { established: response.statusCode! };
  }
  const stream = isSecure ? connect({ socket, servername: target.split(':')[0], rejectUnauthorized: false }) : socket;
  const asking = request({ createConnection: () => stream, method: 'POST', path: '/', headers });
  asking.end('{"stateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:Machine"}');
  const [answer] = await once(asking, 'response') as [IncomingMessage];
  const text = Buffer.concat(await answer.toArray() as Buffer[]).toString();
  stream.destroy();
  return { established: 200, text };
}

test.each([['', false], [', over TLS', true]])("what is meant for AWS's names comes to the run%s", async (_title, isSecure) => {
  const run = await TestRun.start({ routes: {} });

  const { text } = await through(run, 'states.us-east-1.amazonaws.com:443', {
    'host': 'states.us-east-1.amazonaws.com', 'x-amz-target': 'AWSStepFunctions.StartExecution', 'content-type': 'application/x-amz-json-1.0',
  }, isSecure);

  expect(JSON.parse(text!)).toHaveProperty('executionArn');
});

test('what is meant for others goes there', async () => {
  const { url, requests } = await fakeEndpoint({ body: 'there' });
  const run = await TestRun.start({ routes: {} });

  expect(await through(run, new URL(url).host, { host: 'x' })).toEqual({ established: 200, text: 'there' });
  expect(requests).toHaveLength(1);
});

test.each([['a host that is down', '127.0.0.1:1', 502], ['what is no host', 'x', 400], ['a port that cannot be', '127.0.0.1:99999', 400]])('%s is refused', async (_title, target, status) => {
  const run = await TestRun.start({ routes: {} });

  expect(await through(run, target, {})).toEqual({ established: status });
});
