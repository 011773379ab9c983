// DynamoDB's tables, in a thread of their own: expressions and scans may take long, and whatever goes wrong in the library ends no more than this.
// Requests come as {id, action, request, region, accountId} and are answered as {id, status, answer}; what expires is told as {expiry}.
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const db = require('dynalite/db');
const validations = require('dynalite/validations');

const store = db.create({ path: workerData.path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
/** The TTL attribute of tables, by name. */
const ttlAttributes = new Map();
const watched = new WeakSet();

/** What only the run itself asks for. */
const own = {
  async SetTimeToLive({ TableName, AttributeName }) {
    if (AttributeName === undefined) {
      ttlAttributes.delete(TableName);
      return {};
    }
    ttlAttributes.set(TableName, AttributeName);
    const table = await call((done) => store.getTable(TableName, false, done));
    const items = store.getItemDb(TableName);
    watch(TableName, items);
    await new Promise((resolve, reject) => {
      items.createValueStream({}).on('data', (item) => tell(TableName, db.createKey(item, table), item)).on('end', resolve).on('error', reject);
    });
    return {};
  },
  /** Deletes a row, unless it has been written anew; answers its key. */
  async Expire({ TableName, key, at }) {
    const table = await call((done) => store.getTable(TableName, done));
    const items = store.getItemDb(TableName);
    return new Promise((resolve, reject) => {
      items.lock(key, (release) => {
        const settle = release((error, answer) => (error ? reject(error) : resolve(answer)));
        items.get(key, (missing, item) => {
          if (missing || expiryOf(TableName, item) !== at) {
            settle(undefined, {});
            return;
          }
          const Key = Object.fromEntries(table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
          db.updateIndexes(store, table, item, null, (error) => (error ? settle(error) : items.del(key, (failed) => settle(failed, { Key }))));
        });
      });
    });
  },
  async Open() {
    await store.db.open();
    return {};
  },
  async Close() {
    await store.db.close();
    return {};
  },
};

async function perform({ action, request, region, accountId }) {
  if (own[action]) {
    return own[action](request);
  }
  const file = action.charAt(0).toLowerCase() + action.slice(1);
  const rules = require(`dynalite/validations/${file}`);
  const data = validations.checkTypes(request, rules.types);
  validations.checkValidations(data, rules.types, rules.custom, store);
  if (action === 'CreateTable') {
    store.tableDb.awsRegion = region;
    store.tableDb.awsAccountId = accountId;
  }
  return call((done) => require(`dynalite/actions/${file}`)(store, data, done));
}

function call(start) {
  return new Promise((resolve, reject) => start((error, answer) => (error ? reject(error) : resolve(answer))));
}

function watch(tableName, items) {
  if (watched.has(items)) {
    return;
  }
  watched.add(items);
  const put = items.put;
  items.put = (key, item, done) => {
    tell(tableName, key, item);
    put(key, item, done);
  };
}

function tell(tableName, key, item) {
  parentPort.postMessage({ expiry: { tableName, key, at: expiryOf(tableName, item) } });
}

function expiryOf(tableName, item) {
  const value = Number(item?.[ttlAttributes.get(tableName)]?.N);
  return Number.isInteger(value) ? value : undefined;
}

parentPort.on('message', (message) => {
  perform(message).then(
    (answer) => parentPort.postMessage({ id: message.id, status: 200, answer }),
    (error) => parentPort.postMessage(error?.statusCode
      ? { id: message.id, status: error.statusCode, answer: error.body }
      : { id: message.id, status: 500, answer: { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: 'Internal server error' }, fault: String(error?.cause ?? error?.stack ?? error) }),
  );
});

// What the library throws where nobody waits for it: the request that it was for gets no answer.
process.on('uncaughtException', (error) => parentPort.postMessage({ fault: String(error?.stack ?? error) }));
