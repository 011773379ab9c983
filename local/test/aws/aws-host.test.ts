import { awsHost, isOfAws } from '../../src/aws/aws-host';

test.each([
  ['dynamodb.eu-west-1.amazonaws.com', { service: 'dynamodb', front: '' }],
  ['SQS.eu-west-1.amazonaws.com:443', { service: 'sqs', front: '' }],
  ['sync-states.us-gov-west-1.amazonaws.com', { service: 'sync-states', front: '' }],
  ['abc123.execute-api.cn-north-1.amazonaws.com.cn', { service: 'execute-api', front: 'abc123' }],
  ['uploads.of.jane.s3.eu-west-1.amazonaws.com', { service: 's3', front: 'uploads.of.jane' }],
  ['uploads.s3.dualstack.eu-west-1.amazonaws.com', { service: 's3', front: 'uploads' }],
  ['123456789012.ddb.eu-west-1.amazonaws.com', { service: 'dynamodb', front: '123456789012' }],
  ['states.eu-west-1.api.aws', { service: 'states', front: '' }],
  ['dynamodb-fips.us-east-1.amazonaws.com', { service: 'dynamodb', front: '' }],
  ['streams.dynamodb.us-east-1.amazonaws.com', { service: 'streams.dynamodb', front: '' }],
  ['sts.amazonaws.com', { service: 'sts', front: '' }],
  ['127.0.0.1:4510', undefined],
  ['amazonaws.com.example.com', undefined],
])('%s', (host, expected) => {
  expect(awsHost(host)).toEqual(expected);
});

test.each([['example.com', false], ['notamazonaws.com', false], ['amazonaws.com', true], ['x.lambda-url.eu-west-1.on.aws', true], ['[fd00:ec2::254]', true], ['169.254.169.254:80', true]])(
  'whether %s is AWS: %s', (host, expected) => {
    expect(isOfAws(host)).toBe(expected);
  });
