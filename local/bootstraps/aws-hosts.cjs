// Leads AWS's host names to the local run, host and port, whatever SDK the function uses: code needs no change, and reaches no account by accident.
// LOCAL_RUN_AWS says where to: {"host", "port", "hosts": names of the run's own APIs, "allowAws": whether other names reach AWS}.
// Node.js loads this before all else, by --require: in threads and forks of the function, too.
'use strict';
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const { Socket } = require('node:net');

const AWS = /(^|\.)(amazonaws\.(com(\.cn)?|eu)|api\.aws|on\.aws|amazonwebservices\.com\.cn)$/i;
/** Where an EC2 instance or a container hands out its real credentials. */
const METADATA = /^(169\.254\.169\.254|169\.254\.170\.(2|23)|\[?fd00:ec2::(23|254)\]?)$/i;
/** What AWS's names resolve to, for whoever looks them up before he connects: connections to it lead to the run. */
const MARKS = { 4: '127.65.87.83', 6: '::ffff:127.65.87.83' };

function leadAwsHostsTo({ host, port, hosts, allowAws }) {
  const isLed = (name) => typeof name === 'string' && (hosts.includes(name.toLowerCase()) || (!allowAws && AWS.test(name)));
  const leads = (name) => isLed(name) || (typeof name === 'string' && ((!allowAws && METADATA.test(name)) || Object.values(MARKS).includes(name)));
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (...args) {
    // net.connect() passes its arguments as one list; the others pass them one by one, as (options), (port, host) or (path).
    const list = Array.isArray(args[0]) ? args[0] : args;
    if (list[0] !== null && typeof list[0] === 'object') {
      if (leads(list[0].host)) {
        list[0] = { ...list[0], host, port, lookup: undefined };
      }
    } else if (leads(list[1])) {
      list[0] = port;
      list[1] = host;
    }
    return connect.apply(this, args);
  };
  for (const resolver of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
    for (const [name, answer] of Object.entries(ANSWERS).filter(([method]) => typeof resolver[method] === 'function')) {
      replace(resolver, name, isLed, answer);
    }
  }
  syncBuiltinESMExports();
}

/** What a look-up of AWS's names answers, by its method; undefined where there is nothing of that kind. */
const ANSWERS = {
  lookup: (options) => {
    const family = options === 6 || options?.family === 6 || options?.family === 'IPv6' ? 6 : 4;
    return options?.all ? [[{ address: MARKS[family], family }]] : [MARKS[family], family];
  },
  resolve: (type = 'A') => (type === 'A' ? [[MARKS[4]]] : undefined),
  resolve4: (options) => [[options?.ttl ? { address: MARKS[4], ttl: 60 } : MARKS[4]]],
  resolve6: () => undefined,
};

function replace(resolver, name, isLed, answer) {
  const original = resolver[name];
  const replacement = function (hostname, ...rest) {
    if (!isLed(hostname)) {
      return original.call(this, hostname, ...rest);
    }
    const callback = rest.find((each) => typeof each === 'function');
    const values = answer(rest.find((each) => each !== callback));
    const error = values ? null : Object.assign(new Error(`query${name} ENODATA ${hostname}`), { code: 'ENODATA', hostname });
    if (callback) {
      process.nextTick(callback, error, ...values ?? []);
      return {};
    }
    return error ? Promise.reject(error) : Promise.resolve(values.length === 2 ? { address: values[0], family: values[1] } : values[0]);
  };
  // util.promisify knows it by these.
  resolver[name] = Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(original));
}

if (process.env.LOCAL_RUN_AWS) {
  leadAwsHostsTo(JSON.parse(process.env.LOCAL_RUN_AWS));
}
