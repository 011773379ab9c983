import type { BackendFactory } from './backend';
import { filledIn, RequestParameters } from './request-parameters';
import { isOfAws } from '../../aws/aws-host';
import { exchange } from '../../aws/http-request';
import { NotPlayedError } from '../../template';
import { IntegrationFailure } from '../integration-failure';

/** Longest answer that API Gateway takes, in bytes. */
const LONGEST_ANSWER = 10 * 1024 * 1024;

/** An HTTP endpoint; redirects are answers like others. */
export const httpUrl: BackendFactory = (integration, { endpoints }) => {
  const { label, uri = '', method } = integration;
  const at = `${label}, property IntegrationUri`;
  const parameters = new RequestParameters(integration);
  // Placeholders may make up the host: then it is looked at when it is called.
  const fault = uri.includes('{') ? undefined : faultOf(uri, endpoints.allowAws);
  if (fault !== undefined) {
    throw new NotPlayedError(`${at}: '${uri}' is not played: ${fault}`);
  }
  return async ({ body, request, signal }) => {
    const { headers, query, path } = parameters.map(request);
    const filled = filledIn(uri, path, request.stageVariables);
    const late = faultOf(filled, endpoints.allowAws);
    if (late !== undefined) {
      throw IntegrationFailure.internal(`${at}: '${filled}' is not called: ${late}`);
    }
    const url = new URL(filled);
    query.forEach((value, name) => url.searchParams.append(name, value));
    try {
      const { status, body: answer } = await exchange({
        url, method, headers: { 'content-type': 'application/json', ...lowerCase(headers) }, body, signal, longestAnswer: LONGEST_ANSWER,
      });
      return { status, body: answer };
    } catch (error) {
      throw IntegrationFailure.internal(`${label}: ${filled}: ${(error as Error).message || String(error)}`);
    }
  };
};

function faultOf(uri: string, allowAws: boolean): string | undefined {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return 'it is no HTTP URL';
  }
  return isOfAws(url.host) && !allowAws ? `${url.hostname} is AWS itself: give --allow-aws if that is meant` : undefined;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
