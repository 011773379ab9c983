const { KMSClient, VerifyMacCommand } = require('@aws-sdk/client-kms');

const kms = new KMSClient({});

/** `<user>.<epoch seconds of its end>.<HMAC of both, base64url>`. Users in letters and digits, so that they fit into execution names. */
const TOKEN = /^((?<user>[A-Za-z0-9]{1,36})\.(?<end>\d{1,10}))\.(?<mac>[\w-]+)$/;

/** Lets a client connect as the user that its token names. */
exports.handler = async ({ methodArn, queryStringParameters }) => {
  const match = TOKEN.exec(queryStringParameters?.token ?? '');
  if (!match || Number(match.groups.end) * 1000 < Date.now() || !await isSigned(match[1], match.groups.mac)) {
    // Of all errors API Gateway answers this one with 401.
    throw new Error('Unauthorized');
  }
  return {
    principalId: match.groups.user,
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }] },
  };
};

async function isSigned(claims, mac) {
  try {
    const { MacValid } = await kms.send(new VerifyMacCommand({
      KeyId: process.env.TOKEN_KEY_ARN, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from(claims), Mac: Buffer.from(mac, 'base64url'),
    }));
    return MacValid === true;
  } catch (error) {
    if (error.name === 'KMSInvalidMacException') {
      return false;
    }
    throw error;
  }
}
