/** The access key that local services see. DynamoDB Local keeps one database for each key and Region. */
const ACCESS_KEY = 'local';

/** Headers with the form of Signature Version 4: emulators read the Region and the service in it and do not check the rest. */
export function localSignature(service: string, region: string, time: Date): Record<string, string> {
  const timestamp = time.toISOString().replace(/[-:]|\.\d+/g, '');
  return {
    'X-Amz-Date': timestamp,
    'Authorization': `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY}/${timestamp.slice(0, 8)}/${region}/${service}/aws4_request, `
      + `SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  };
}
