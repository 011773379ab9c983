import type { Account } from './step-functions/step-functions';
import type { LoadedTemplate } from './template';

/** Where what requests make is: where the template's first API is, or as the options say. */
export function accountOf({ apis: [api] }: LoadedTemplate, region = 'us-east-1', accountId = '123456789012'): Account {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return api ? { partition: api.partition, region: api.region, accountId: api.accountId } : { partition, region, accountId };
}
