import { randomFillSync } from 'node:crypto';

/** Bytes of an id, and of a pool of them: asking for few at a time costs many times what the id does. */
const ID_BYTES = 11;
const pool = Buffer.alloc(ID_BYTES * 512);
let used = pool.length;

/** A connection, message or request id as API Gateway makes them: 15 base64 characters and `=`. */
export function gatewayId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return `${pool.toString('base64url', used - ID_BYTES, used)}=`;
}

const GATEWAY_ID = /^[A-Za-z0-9+/_-]{15}=$/;

export function isGatewayId(text: string): boolean {
  return GATEWAY_ID.test(text);
}
