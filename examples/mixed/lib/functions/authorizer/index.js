/** `<customer>.<password>`. A real one asks whoever knows the passwords; this one knows a single one. */
const TOKEN = /^([a-z]{1,20})\.open-sesame$/;

/** Lets a customer connect. */
exports.handler = async ({ methodArn, queryStringParameters }) => {
  const [, customer] = TOKEN.exec(queryStringParameters?.token ?? '') ?? [];
  if (customer === undefined) {
    // Of all errors API Gateway answers this one with 401.
    throw new Error('Unauthorized');
  }
  return {
    principalId: customer,
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }] },
  };
};
