import { Endpoints } from '../../src/aws/endpoints';

const HERE = 'http://127.0.0.1:4566';

function endpoints(given: Record<string, string>, environment: Record<string, string> = {}, allowAws = false): Endpoints {
  return new Endpoints({ given, environment, allowAws, account: '123456789012' });
}

test('a service is found by any of its names; one that is not named, at the endpoint of all', () => {
  const both = endpoints({ 'eventbridge': 'http://one/', '': HERE });

  expect(both.of('events')?.place).toBe('http://one');
  expect(both.of('kinesis')?.place).toBe(HERE);
  expect(endpoints({}).of('sqs')).toBeUndefined();
});

test("what the run has itself goes before the endpoint of all, and after the service's own", () => {
  const own = { place: 'here', send: () => Promise.reject(new Error()) };
  for (const [given, place] of [[{ '': HERE }, 'here'], [{ dynamodb: HERE }, HERE]] as const) {
    const found = endpoints(given);
    found.add('dynamodb', own);
    expect(found.of('dynamodb')?.place).toBe(place);
  }
});

test("the SDKs' variables are defaults", () => {
  const environment = { AWS_ENDPOINT_URL: HERE, AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://two', AWS_ENDPOINT_URL_SFN: 'http://three', AWS_ENDPOINT_URL_NOTHING: 'x', OTHER: 'x' };
  const found = endpoints({ states: 'http://mine' }, environment);

  expect([found.url('sqs'), found.url('secretsmanager'), found.url('states')]).toEqual([HERE, 'http://two', 'http://mine']);
  expect(found.warnings).toEqual([]);
  expect(endpoints({}, { ...environment, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }).url('sqs')).toBeUndefined();
});

test("AWS's own domain in the environment is a warning, and not used", () => {
  const found = endpoints({}, { AWS_ENDPOINT_URL_STS: 'https://sts.eu-west-1.amazonaws.com' });

  expect(found.url('sts')).toBeUndefined();
  expect(found.warnings).toEqual(["the environment's endpoint https://sts.eu-west-1.amazonaws.com of sts is not used: "
    + 'sts.eu-west-1.amazonaws.com is AWS itself: give --allow-aws if that is meant']);
});

test.each<[Record<string, string>, string]>([
  [{ lamda: 'http://x' }, "endpoint lamda=http://x: 'lamda' is no service that the local run knows: lambda, dynamodb, "],
  [JSON.parse('{"__proto__":"http://x"}') as Record<string, string>, "endpoint __proto__=http://x: '__proto__' is no service that the local run knows"],
  [{ sqs: '127.0.0.1:8000', sns: 'ftp://x' }, "endpoint sqs=127.0.0.1:8000: '127.0.0.1:8000' is not an HTTP URL, such as http://127.0.0.1:8000; endpoint sns=ftp://x: 'ftp://x' is not"],
  [{ events: 'http://x', eventbridge: 'http://y' }, 'endpoint eventbridge=http://y: events and eventbridge are the same service, which has an endpoint already'],
  [{ '': 'https://sqs.eu-west-1.amazonaws.com/' }, 'endpoint https://sqs.eu-west-1.amazonaws.com/: sqs.eu-west-1.amazonaws.com is AWS itself: give --allow-aws if that is meant'],
])('fails for %j', (given, message) => {
  expect(endpoints(given).faults.join('; ')).toContain(message);
});

test('AWS itself may be allowed', () => {
  expect(endpoints({ sqs: 'https://sqs.eu-west-1.amazonaws.com' }, {}, true).url('sqs')).toBe('https://sqs.eu-west-1.amazonaws.com');
});
