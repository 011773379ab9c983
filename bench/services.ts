import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { atMost, Figure, median } from './measure';
import type * as LocalPackage from '../local/src';

const ROOT = resolve(__dirname, '..');
/** As it is published; the bench's task has compiled it. */
const LOCAL = join(ROOT, 'local', 'lib');

/** Puts rows by DynamoDB's own protocol: an SDK would be most of what is measured. */
const PUT_ROWS = `
const { Agent, request } = require('node:http');
const agent = new Agent({ keepAlive: true });
const put = (id) => new Promise((resolve, reject) => request(process.env.AWS_ENDPOINT_URL, {
  agent, method: 'POST', headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'DynamoDB_20120810.PutItem' },
}, (response) => response.resume().on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(response.statusCode)))))
  .on('error', reject).end(JSON.stringify({ TableName: 'Rows', Item: { id: { S: id } } })));
exports.handler = async ({ body }) => {
  const { name, count } = JSON.parse(body);
  await Promise.all(Array.from({ length: count }, (_, index) => put(name + index)));
  return { statusCode: 200, body: 'done' };
};`;

function template(functions: number, tables: number): object {
  const api = { Ref: 'Api' };
  const route = (name: string, key: string, integration: object): object => ({
    [`${name}Integration`]: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: api, ...integration } },
    [`${name}Response`]: {
      Type: 'AWS::ApiGatewayV2::IntegrationResponse', Properties: { ApiId: api, IntegrationId: { Ref: `${name}Integration` }, IntegrationResponseKey: '$default' },
    },
    [`${name}Route`]: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: api, RouteKey: key, Target: { 'Fn::Sub': `integrations/\${${name}Integration}` } } },
    [`${name}RouteResponse`]: { Type: 'AWS::ApiGatewayV2::RouteResponse', Properties: { ApiId: api, RouteId: { Ref: `${name}Route` }, RouteResponseKey: '$default' } },
  });
  const many = (count: number, name: string, resource: (index: number) => object): object =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, resource(index)]));
  return {
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: api, StageName: 'prod' } },
      ...many(tables, 'Table', (index) => ({
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: index === 0 ? 'Rows' : `Rows${index}`,
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
        },
      })),
      ...many(functions, 'Function', () => ({
        Type: 'AWS::Lambda::Function',
        Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::123456789012:role/Rows', Timeout: 60, Code: { ZipFile: PUT_ROWS } },
      })),
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Function0' }, Principal: 'apigateway.amazonaws.com' },
      },
      ...route('Get', 'get', {
        IntegrationType: 'AWS',
        IntegrationUri: 'arn:aws:apigateway:us-east-1:dynamodb:action/GetItem',
        TemplateSelectionExpression: '\\$default',
        RequestTemplates: { $default: '{"TableName":"Rows","Key":{"id":{"S":"a0"}}}' },
      }),
      ...route('Put', 'put', {
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function0.Arn}/invocations' },
      }),
    },
  };
}

/** Time from the start of the command to its line that says that it listens, in milliseconds. */
async function startTime(path: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [join(LOCAL, 'cli.js'), path, '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    for await (const line of createInterface(child.stdout)) {
      if ((JSON.parse(line) as { type: string }).type === 'Listening') {
        return performance.now() - start;
      }
    }
    return Infinity;
  } finally {
    child.kill('SIGTERM');
  }
}

/** Tables and functions beside the gateway: start, a read through a route, and many writes through a function. */
async function beside(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const path = join(directory, 'Rows.template.json');
  writeFileSync(path, JSON.stringify(template(20, 5)));
  const starts: number[] = [];
  for (let round = 0; round < 7; round++) {
    starts.push(await startTime(path));
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { LocalRun } = require(LOCAL) as typeof LocalPackage;
  const run = await LocalRun.start({ template: path });
  try {
    const clients = await Promise.all(Array.from({ length: 4 }, () => run.connect()));
    const timed = async (client: LocalPackage.LocalClient, message: object): Promise<number> => {
      const start = performance.now();
      client.send(message);
      await client.next();
      return performance.now() - start;
    };
    await timed(clients[0], { action: 'put', name: 'a', count: 1 });
    const gets: number[] = [];
    for (let round = 0; round < 600; round++) {
      gets.push(await timed(clients[0], { action: 'get' }));
    }
    const start = performance.now();
    await Promise.all(clients.map(async (client, index) => {
      for (let round = 0; round < 25; round++) {
        await timed(client, { action: 'put', name: `${index}-${round}-`, count: 100 });
      }
    }));
    const seconds = (performance.now() - start) / 1000;
    return [
      atMost('ms from start to listening, 20 functions and 5 tables', median(starts), 400),
      atMost('ms a GetItem through a route, warm', median(gets.slice(100)), 3),
      atMost('s for 10,000 rows put through functions', seconds, 5),
    ];
  } finally {
    await run.stop();
    rmSync(directory, { recursive: true });
  }
}

export const services = [beside];
