import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const SECRET = 'known to this test only';

/** A token as the service of yours issues it. */
export function token(user: string, end = Math.floor(Date.now() / 1000) + 60): string {
  const claims = `${user}.${end}`;
  return `${claims}.${createHmac('sha256', SECRET).update(claims).digest('base64url')}`;
}

/** As much of AWS KMS as the authorizer needs: `VerifyMac`, with one key. */
export async function kms(): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer(async (request, response) => {
    const { Message, Mac } = JSON.parse(Buffer.concat(await request.toArray()).toString());
    const expected = createHmac('sha256', SECRET).update(Buffer.from(Message, 'base64')).digest();
    const given = Buffer.from(Mac, 'base64');
    const isValid = given.length === expected.length && timingSafeEqual(given, expected);
    response.writeHead(isValid ? 200 : 400, { 'Content-Type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(isValid ? { MacValid: true } : { __type: 'KMSInvalidMacException' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
