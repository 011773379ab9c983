import { HandshakeParameters, headerValues } from './handshake-parameters';
import { credentialOf } from '../aws/signature';

/** What a handshake's signature says: whose it is, or what is wrong with it. */
export type HandshakeSignature =
  | { readonly accessKey: string; readonly fault?: undefined }
  | { readonly accessKey?: undefined; readonly fault: string };

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** The parts of a signature, wherever they are. */
interface Parts {
  readonly algorithm: string;
  readonly credential: string;
  readonly date: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

/**
 * Reads the signature of a handshake, in its headers or its query string, and looks at its form: whether it is true nobody here can know.
 *
 * @param region the API's
 * @returns undefined for a handshake that is not signed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function handshakeSignature(params: HandshakeParameters, region: string): HandshakeSignature | undefined {
  const parts = ofHeader(params) ?? ofQuery(params);
  if (!parts) {
    return undefined;
  }
  const { algorithm, credential, date, signedHeaders, signature } = parts;
  const read = credentialOf(`Credential=${credential}`, '');
  const fault = algorithm !== ALGORITHM ? `the algorithm is ${algorithm || 'missing'}, not ${ALGORITHM}`
    : !read ? `the credential '${credential}' is not <access key>/<date>/${region}/execute-api/aws4_request`
      : read.service !== 'execute-api' ? `it is signed for the service ${read.service}, not execute-api`
        : read.region !== region ? `it is signed for the Region ${read.region || 'of none'}, not ${region}`
          : !/^\d{8}T\d{6}Z$/.test(date) ? `X-Amz-Date is ${date || 'missing'}, not a time such as 20261106T140509Z`
            : !date.startsWith(read.date) ? `the credential is of ${read.date}, X-Amz-Date of ${date}`
              : !signedHeaders.toLowerCase().split(';').includes('host') ? 'the header host is not signed'
                : !/^[0-9a-f]{64}$/.test(signature) ? 'the signature has not 64 hexadecimal digits'
                  : undefined;
  return fault === undefined ? { accessKey: read!.accessKey } : { fault };
}

function ofHeader(params: HandshakeParameters): Parts | undefined {
  const header = headerValues(params, 'authorization').at(-1);
  // Others may be there for an integration or an authorizer.
  const [, algorithm, rest] = /^(AWS4-\S+)\s+(.*)$/s.exec(header ?? '') ?? [];
  if (algorithm === undefined) {
    return undefined;
  }
  const part = (name: string): string => new RegExp(`\\b${name}=([^,\\s]*)`).exec(rest)?.[1] ?? '';
  return {
    algorithm,
    credential: part('Credential'),
    date: headerValues(params, 'x-amz-date').at(-1) ?? '',
    signedHeaders: part('SignedHeaders'),
    signature: part('Signature'),
  };
}

function ofQuery({ querystring }: HandshakeParameters): Parts | undefined {
  const part = (name: string): string => (Object.hasOwn(querystring, name) ? querystring[name] : '');
  return part('X-Amz-Algorithm') === '' && part('X-Amz-Signature') === '' ? undefined : {
    algorithm: part('X-Amz-Algorithm'),
    credential: part('X-Amz-Credential'),
    date: part('X-Amz-Date'),
    signedHeaders: part('X-Amz-SignedHeaders'),
    signature: part('X-Amz-Signature'),
  };
}
