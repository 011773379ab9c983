// What Lambda's Node.js runtime does, one process an execution environment: loads the handler, then takes one event after another from the
// Runtime API.
// @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createRequire, register } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: root, _HANDLER: handlerName = '' } = process.env;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** What may import, itself or by another file: only then is the hook worth the thread that it runs in, which takes half of a cold start. */
const IMPORTS = /\bimport\s*[\w({*'"]|\brequire\(\s*['"`]\./;

/** The invocation at work, for what ends the process in the middle of it. */
let current;

function call(method, path, body, headers = {}) {
  return new Promise((answered, failed) => {
    const [hostname, port] = api.split(':');
    const sent = request({ agent, hostname, port, method, path: `/2018-06-01/runtime/${path}`, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => answered({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', failed);
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

/** The local run has gone: so does whoever works for it. */
function leave() {
  process.exit(0);
}

function described(error, type) {
  try {
    if (!(error instanceof Error) && !(error && typeof error === 'object' && 'stack' in error)) {
      return { errorType: type ?? typeof error, errorMessage: String(error), trace: [] };
    }
    return { errorType: String(type ?? error.name), errorMessage: String(error.message), trace: String(error.stack ?? '').split('\n') };
  } catch {
    return { errorType: type ?? 'Error', errorMessage: 'the error cannot be read', trace: [] };
  }
}

/** Tells the Runtime API of an error, and the log of it as Lambda does. */
async function report(path, error, type) {
  const description = described(error, type);
  process.stderr.write(`${description.trace.length > 0 ? description.trace.join('\n') : description.errorMessage}\n`);
  const headers = { 'Content-Type': 'application/json', 'Lambda-Runtime-Function-Error-Type': description.errorType.replace(/[^\x20-\x7e]/g, '?') };
  await call('POST', path, JSON.stringify(description), headers).catch(leave);
}

class InitError extends Error {
  constructor(type, message, cause) {
    super(message);
    this.name = type;
    this.stack = cause?.stack ? `${type}: ${message}\n${cause.stack}` : `${type}: ${message}`;
  }
}

/** The module's file: `src/orders.handler` is the export `handler` of `src/orders.js`, `.mjs` or `.cjs`. */
function moduleFile(path) {
  const file = ['', '.js', '.mjs', '.cjs'].map((extension) => `${path}${extension}`).find((candidate) => /\.[cm]?js$/.test(candidate) && existsSync(candidate));
  if (file) {
    return file;
  }
  try {
    return createRequire(join(root, 'index.js')).resolve(path);
  } catch {
    throw new InitError('Runtime.ImportModuleError', `Error: Cannot find module '${basename(path)}'`);
  }
}

async function loadHandler() {
  const [, moduleName, exportPath] = /^([^.]*)\.(.+)$/.exec(basename(handlerName)) ?? [];
  if (moduleName === undefined) {
    throw new InitError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const file = moduleFile(resolve(root, dirname(handlerName), moduleName));
  if (IMPORTS.test(readFileSync(file, 'utf8'))) {
    register('./modules.mjs', import.meta.url);
  }
  let loaded;
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new InitError('Runtime.UserCodeSyntaxError', String(error), error);
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw new InitError('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
  const own = (value, name) => (value === null || value === undefined ? undefined : value[name]);
  const handler = [loaded, loaded.default].map((exports) => exportPath.split('.').reduce(own, exports)).find((value) => value !== undefined);
  if (handler === undefined) {
    throw new InitError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw new InitError('Runtime.HandlerNotFound', `${handlerName} is not a function`);
  }
  return handler;
}

function contextOf(headers, settle) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const { AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_VERSION, AWS_LAMBDA_FUNCTION_MEMORY_SIZE, AWS_LAMBDA_LOG_GROUP_NAME, AWS_LAMBDA_LOG_STREAM_NAME } = process.env;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    succeed: (result) => settle(null, result),
    fail: (error) => settle(error ?? new Error('null')),
    done: (error, result) => settle(error, result),
  };
}

/** Runs the handler; an answer by callback waits for an empty event loop, unless the function says otherwise. */
function run(handler, event, headers) {
  return new Promise((resolved, failed) => {
    const settle = (error, result) => {
      if (error !== null && error !== undefined) {
        failed(error);
      } else if (context.callbackWaitsForEmptyEventLoop) {
        current.whenIdle = () => resolved(result);
      } else {
        resolved(result);
      }
    };
    const context = contextOf(headers, settle);
    // Nothing is left to do, and nobody answered: Lambda answers null.
    current.whenIdle = () => resolved(null);
    const returned = handler(event, context, settle);
    if (typeof returned?.then === 'function') {
      returned.then(resolved, failed);
    }
  });
}

function asJson(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch (error) {
    throw Object.assign(new Error(`Unable to stringify response body: ${error.message}`), { name: 'Runtime.MarshalError' });
  }
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next', undefined, { 'Local-Run-Version': process.versions.node }).catch(leave);
    const id = headers['lambda-runtime-aws-request-id'];
    current = { id };
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? '';
    try {
      const result = asJson(await run(handler, JSON.parse(body), headers));
      await call('POST', `invocation/${id}/response`, result, { 'Content-Type': 'application/json' }).catch(leave);
    } catch (error) {
      await report(`invocation/${id}/error`, error);
    }
    current = undefined;
  }
}

/** What nobody caught ends the environment, and is the invocation's error. */
async function die(error, type, code) {
  await report(current ? `invocation/${current.id}/error` : 'init/error', error, type);
  process.exit(code);
}

process.on('beforeExit', () => current?.whenIdle?.());
process.on('uncaughtException', (error) => void die(error, undefined, 129));
process.on('unhandledRejection', (reason) => {
  const error = new Error(String(reason));
  error.stack = reason?.stack ?? error.stack;
  void die(error, 'Runtime.UnhandledPromiseRejection', 128);
});

loadHandler().then(serve, async (error) => {
  await report('init/error', error);
  process.exit(1);
});
