import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import WebSocket from 'ws';
import { file } from './files';
import { invocable, MOCK_200, template } from './support';

const children = new Set<ChildProcess>();

// A test that fails half way, or that takes too long, leaves none behind.
afterEach(() => {
  children.forEach((child) => child.kill('SIGKILL'));
  children.clear();
});

/** Runs the CLI; what it wrote so far is in `output`. */
function cli(...args: string[]): { child: ChildProcess; output: { out: string; err: string }; ended: Promise<number> } {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '..', 'src', 'cli.ts'), ...args]);
  children.add(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => output.out += data.toString());
  child.stderr.on('data', (data: Buffer) => output.err += data.toString());
  return { child, output, ended: once(child, 'close').then(([code]) => code as number) };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const pathOf = (): string => file(template({ routes: { $default: MOCK_200 } }));

test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('serves until %s, then closes connections with 1001 and ends with 0', async (signal) => {
  const { child, output, ended } = cli(pathOf(), '--port', '0', '--json', '--time-scale', '10');
  while (!output.out.includes('\n')) {
    await once(child.stdout!, 'data');
  }
  const [listening] = output.out.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { type: string; url: string });
  const socket = new WebSocket(listening.url);
  await once(socket, 'open');

  child.kill(signal);

  expect((await once(socket, 'close'))[0]).toBe(1001);
  expect(await ended).toBe(0);
  expect(listening.type).toBe('Listening');
  expect(output.err).toBe('');
}, 20_000);

test.each([[[], true], [['--no-console'], false]])('has a console unless it is not wanted: %j', async (options, hasConsole) => {
  const { child, output, ended } = cli(pathOf(), '--port', '0', '--json', ...options);
  while (!output.out.includes(hasConsole ? 'ConsoleReady' : 'Listening')) {
    await once(child.stdout!, 'data');
  }
  const entries = output.out.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { type: string; url: string });
  const consoleUrl = `${entries[0].url.replace('ws:', 'http:').replace('/prod', '')}/_console/`;
  const answer = await fetch(`${consoleUrl}api/changes`);
  child.kill('SIGTERM');

  expect(answer.status).toBe(hasConsole ? 200 : 403);
  expect(entries.filter(({ type }) => type === 'ConsoleReady').map(({ url }) => url)).toEqual(hasConsole ? [consoleUrl] : []);
  expect(await ended).toBe(0);
}, 20_000);

test.each<[string, () => string[], string]>([
  ['for an option that needs a template', () => ['--data', 'data'], 'error: data needs a template'],
  ['for a template and an app', () => [pathOf(), '--app', 'node app.js'], ': give one of them'],
  ['for a file that does not exist', () => ['/nowhere.json'], 'error: cannot read /nowhere.json: no such file or folder'],
  ['for JSON that does not parse', () => [file('{"a" 1}')], 'is not JSON: '],
  ['for a template without a WebSocket API', () => [file({ Resources: {} })], 'error: no WebSocket API in '],
  ['for a stack that there is not', () => [pathOf(), '--stack', 'Other'], 'error: there is no stack Other: Test'],
  ['for a Region that is none', () => [pathOf(), '--region', 'Europe'], 'error: region "Europe" is not allowed: a Region such as eu-west-1'],
  ['for a file outside --root', () => [pathOf(), '--root', '/nowhere'], 'error: root /nowhere is not a folder'],
  ['for what cannot be played, with --strict', () => [file(template({ routes: { $default: { integration: { IntegrationType: 'HTTP' } } } })), '--strict'],
    'is not played: it is no HTTP URL'],
  ['for an option that is no number', () => [pathOf(), '--port', 'x'], "error: option '--port <number>' argument 'x' is invalid. a number is needed."],
  ['for a parameter without a value', () => [pathOf(), '--parameter', 'x'], 'Name=value is needed.'],
  ['for a parameter that the template has not', () => [pathOf(), '--parameter', 'x=y'], 'error: the template has no parameter x: it has none'],
  ['for a mock configuration that does not exist', () => [pathOf(), '--mocks', '/nowhere.json#Happy'], 'error: cannot read the mock configuration /nowhere.json: no such file'],
  ['for an endpoint of a service that it cannot speak to', () => [pathOf(), '--endpoint', 'lambda=http://127.0.0.1:1', '--endpoint', 's33=http://127.0.0.1:1'],
    "error: endpoint s33=http://127.0.0.1:1: 's33' is no service that the local run knows"],
  ['for an allowed host that is none', () => [pathOf(), '--allow-host', 'http://dev.example'], 'error: allowedHosts ["http://dev.example"] is not allowed: names such as dev.example'],
  ['for an allowed origin that is none', () => [pathOf(), '--allow-origin', 'dev.example'], 'error: allowedOrigins ["dev.example"] is not allowed: schemes and hosts such as https://dev.example'],
  ['for a source of a function that there is not', () => {
    const Greet = { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: '' } } };
    return [file(template({ routes: { $default: MOCK_200 }, resources: { Greet } })), '--port', '0', '--function-source', 'Greet=/nowhere.ts'];
  }, 'error: functionSources.Greet: there is no file /nowhere.ts'],
  ['for an unknown option', () => [pathOf(), '--prot', '1'], "error: unknown option '--prot'"],
])('fails %s, with one line and 1', async (_title, args, message) => {
  const { output, ended } = cli(...args());

  expect(await ended).toBe(1);
  expect(output.err).toContain(message);
  expect(output.err.trim().split('\n').filter((line) => !line.startsWith('(Did you mean'))).toHaveLength(1);
  expect(output.out).toBe('');
}, 20_000);

/** The run's first line of JSON, when it is there. */
async function firstLine({ child, output }: Pick<ReturnType<typeof cli>, 'child' | 'output'>): Promise<{ type: string; url: string; urls: object; pid: number }> {
  while (!output.out.includes('\n')) {
    await once(child.stdout!, 'data');
  }
  return JSON.parse(output.out.split('\n')[0]) as { type: string; url: string; urls: object; pid: number };
}

test('the first line of JSON says where it listens, whatever there is to warn of', async () => {
  const path = file(template({ routes: { $default: MOCK_200, later: { integration: { IntegrationType: 'HTTP' } } } }));
  const run = cli(path, '--port', '0', '--json');

  const { time, ...line } = await firstLine(run) as { time?: string } & Awaited<ReturnType<typeof firstLine>>;

  const url = expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/prod$/) as string;
  expect(line).toEqual({ type: 'Listening', stage: 'Stage', url, urls: { Stage: line.url }, pid: run.child.pid });
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  expect(run.output.out.split('\n').slice(1, 4).map((each) => (JSON.parse(each) as { type: string }).type))
    .toEqual(['EndpointListening', 'ConsoleReady', 'Warning']);
});

test('with --stdin-ends-run it ends when stdin closes, and says so', async () => {
  const run = cli(pathOf(), '--port', '0', '--json', '--stdin-ends-run');
  const socket = new WebSocket((await firstLine(run)).url);
  await once(socket, 'open');

  run.child.stdin!.end();

  expect((await once(socket, 'close'))[0]).toBe(1001);
  expect(await run.ended).toBe(0);
  expect(run.output.out).toContain('"type":"Stopping","reason":"stdin has closed"');
});

test('with --stdin-ends-run and nothing to read it ends at once', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '..', 'src', 'cli.ts'), pathOf(), '--port', '0', '--stdin-ends-run'], { stdio: 'ignore' });

  expect(await once(child, 'close')).toEqual([0, null]);
});

(process.platform === 'win32' ? test.skip : test)('what npx has started ends when it has gone; what nobody waits for goes on', async () => {
  const start = async (command: string): Promise<{ pid: number; ended: Promise<unknown> }> => {
    // The shell waits, as npx does.
    const script = `"${process.execPath}" --import tsx "${join(__dirname, '..', 'src', 'cli.ts')}" "${pathOf()}" --port 0 --json; true`;
    const shell = spawn('sh', ['-c', script], { env: { ...process.env, npm_lifecycle_event: 'npx', npm_lifecycle_script: command }, stdio: ['ignore', 'pipe', 'ignore'] });
    const output = { out: '', err: '' };
    shell.stdout.on('data', (data: Buffer) => output.out += data.toString());
    const { pid } = await firstLine({ child: shell, output });
    shell.kill('SIGKILL');
    return { pid, ended: once(shell.stdout, 'close') };
  };
  const [ofNpx, other] = await Promise.all([start("'websocket-step-functions-local'"), start('jest')]);

  await ofNpx.ended;
  expect(isAlive(other.pid)).toBe(true);
  process.kill(other.pid, 'SIGKILL');
  await other.ended;
}, 20_000);

test('without a template is Step Functions alone, and says how it is reached', async () => {
  const { child, output, ended } = cli('--port', '0');
  while (!output.out.includes('\n')) {
    await once(child.stdout!, 'data');
  }

  await fetch(/http:\S+/.exec(output.out)![0]);
  child.kill('SIGTERM');

  expect(await ended).toBe(0);
  expect(output.out).toMatch(/ {2}no template: Step Functions alone {2}SDKs and the CLI reach the run with AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+ AWS_DISABLE_HOST_PREFIX_INJECTION=true\n/);
}, 20_000);

test('asks the Lambda authorizer where no context is given', async () => {
  const invoke = (name: string): object => ({ 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations` });
  const resources = {
    Auth: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'REQUEST', AuthorizerUri: invoke('Refuse') } },
    Permission: invocable('Refuse'),
    Refuse: {
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: 'exports.handler = async () => { throw new Error("Unauthorized"); };' } },
    },
  };
  const connect = { ...MOCK_200, route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } } };
  const { child, output, ended } = cli(file(template({ routes: { $connect: connect }, resources })), '--port', '0');
  while (!output.out.includes('listening')) {
    await once(child.stdout!, 'data');
  }
  const socket = new WebSocket(/ws:\S+/.exec(output.out)![0]);
  const handshake = await Promise.race([once(socket, 'open').then(() => 101), once(socket, 'unexpected-response').then(([, { statusCode }]) => statusCode as number)]);
  child.kill('SIGTERM');
  await ended;

  expect(handshake).toBe(401);
}, 20_000);

test('says all that is wrong, a line each', async () => {
  const { output, ended } = cli(pathOf(), '--port', '-1', '--time-scale', '0');

  expect(await ended).toBe(1);
  expect(output.err.trim().split('\n')).toEqual([expect.stringMatching(/^error: port -1 is not allowed/), expect.stringMatching(/^error: timeScale 0 is not allowed/)]);
}, 20_000);

test('asks the authorizer of the template', async () => {
  const { Resources } = template({ routes: { $connect: { ...MOCK_200, route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } } } } });
  const uri = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Ask.Arn}/invocations' };
  const path = file({
    Resources: {
      ...Resources,
      Auth: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'REQUEST', Name: 'auth', AuthorizerUri: uri } },
      Permission: invocable('Ask'),
      Ask: {
        Type: 'AWS::Lambda::Function',
        Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'r', Code: { ZipFile: 'exports.handler = async () => { throw "Unauthorized"; };' } },
      },
    },
  });
  const { child, output, ended } = cli(path, '--port', '0', '--json');
  while (!output.out.includes('\n')) {
    await once(child.stdout!, 'data');
  }
  const { url } = JSON.parse(output.out.split('\n')[0]) as { url: string };

  const heard = await once(new WebSocket(url), 'open').catch((error: Error) => error.message);

  expect(heard).toBe('Unexpected server response: 401');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
}, 20_000);
