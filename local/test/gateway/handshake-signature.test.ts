import { handshakeParameters } from '../../src/gateway/handshake-parameters';
import { handshakeSignature } from '../../src/gateway/handshake-signature';

const SIGNATURE = 'a'.repeat(64);
const PARTS = {
  credential: 'AKIDEXAMPLE/20261106/us-east-1/execute-api/aws4_request', date: '20261106T140509Z', signedHeaders: 'host;x-amz-date', signature: SIGNATURE,
};

function ofHeader(parts: Partial<typeof PARTS> = {}, algorithm = 'AWS4-HMAC-SHA256'): ReturnType<typeof handshakeSignature> {
  const { credential, date, signedHeaders, signature } = { ...PARTS, ...parts };
  const headers = {
    'Authorization': `${algorithm} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`, 'X-Amz-Date': date,
  };
  return read(headers, '/prod');
}

function ofQuery(parts: Record<string, string> = {}): ReturnType<typeof handshakeSignature> {
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256', 'X-Amz-Credential': PARTS.credential, 'X-Amz-Date': PARTS.date, 'X-Amz-SignedHeaders': 'host', 'X-Amz-Signature': SIGNATURE, ...parts,
  });
  return read({}, `/prod?${query.toString()}`);
}

function read(headers: Record<string, string>, url: string): ReturnType<typeof handshakeSignature> {
  const rawHeaders = Object.entries(headers).flat();
  const left = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return handshakeSignature(handshakeParameters({ headers: left, rawHeaders, url }, '127.0.0.1'), 'us-east-1');
}

test('a signature says whose it is, in the headers and in the query string', () => {
  expect(ofHeader()).toEqual({ accessKey: 'AKIDEXAMPLE' });
  expect(ofQuery()).toEqual({ accessKey: 'AKIDEXAMPLE' });
});

test('a handshake without one has none, whatever else its Authorization is', () => {
  expect(read({}, '/prod?a=b')).toBeUndefined();
  expect(read({ Authorization: 'Bearer token' }, '/prod')).toBeUndefined();
});

test.each<[string, ReturnType<typeof handshakeSignature>, string]>([
  ['another algorithm', ofHeader({}, 'AWS4-ECDSA-P256-SHA256'), 'the algorithm is AWS4-ECDSA-P256-SHA256, not AWS4-HMAC-SHA256'],
  ['no algorithm', ofQuery({ 'X-Amz-Algorithm': '' }), 'the algorithm is missing, not AWS4-HMAC-SHA256'],
  ['a credential that is none', ofHeader({ credential: 'AKID' }), "the credential 'AKID' is not <access key>/<date>/us-east-1/execute-api/aws4_request"],
  ['another service', ofHeader({ credential: 'AKID/20261106/us-east-1/s3/aws4_request' }), 'it is signed for the service s3, not execute-api'],
  ['another Region', ofQuery({ 'X-Amz-Credential': 'AKID/20261106/eu-west-1/execute-api/aws4_request' }), 'it is signed for the Region eu-west-1, not us-east-1'],
  ['no date', ofQuery({ 'X-Amz-Date': '' }), 'X-Amz-Date is missing, not a time such as 20261106T140509Z'],
  ['another day', ofHeader({ date: '20261107T000000Z' }), 'the credential is of 20261106, X-Amz-Date of 20261107T000000Z'],
  ['a host that is not signed', ofHeader({ signedHeaders: 'x-amz-date' }), 'the header host is not signed'],
  ['a signature that is cut off', ofQuery({ 'X-Amz-Signature': 'abc' }), 'the signature has not 64 hexadecimal digits'],
])('%s is a fault', (_name, signature, fault) => {
  expect(signature).toEqual({ fault });
});
