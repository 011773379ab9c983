import { randomUUID } from 'node:crypto';

/** A connection, message or request id as API Gateway makes them: 15 base64 characters and `=`. */
export function gatewayId(): string {
  const random = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
  return `${random.toString('base64url', 0, 11)}=`;
}

const GATEWAY_ID = /^[A-Za-z0-9+/_-]{15}=$/;

export function isGatewayId(text: string): boolean {
  return GATEWAY_ID.test(text);
}
