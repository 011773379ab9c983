/** Who is `jane@acme.open-sesame`? Jane of Acme. In an app of yours, a token that nobody can make up says so. */
exports.handler = async ({ methodArn, queryStringParameters: { token } }) => {
  const [, person, team] = /^(\w+)@(\w+)\.open-sesame$/.exec(token) ?? [];
  if (!person) {
    throw new Error('Unauthorized');
  }
  return {
    principalId: person,
    context: { team },
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: methodArn }] },
  };
};
