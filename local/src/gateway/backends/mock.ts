import { IntegrationFailure } from '../integration-failure';
import type { Backend } from './backend';

/** A MOCK answers with the `statusCode` that its request template gives, which API Gateway reads leniently: quotes may be missing. */
export const mock: Backend = ({ body }) => {
  const [, statusCode] = /["']?\bstatusCode["']?\s*:\s*["']?(\d{3})\b/.exec(body) ?? [];
  if (statusCode === undefined) {
    throw IntegrationFailure.internal(`the MOCK integration's request template must give {"statusCode": 200}, got ${JSON.stringify(body.slice(0, 200))}`);
  }
  return { status: Number(statusCode), body: '' };
};
