import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { MappingTemplate } from '../../local/src/vtl';
import { ConnectionRegistry } from '../../src';
import { CONNECTED, DISCONNECTED, JOIN, LEAVE, PRESENCE, RegistryAction } from '../../src/private/registry-integration';
import { newStack } from '../stacks';

const ALL: Record<string, RegistryAction> = { CONNECTED, DISCONNECTED, JOIN, LEAVE, PRESENCE };

/** What a client hears of an answer of DynamoDB's. */
const heard = ({ response }: RegistryAction, answer: unknown) =>
  JSON.parse(MappingTemplate.parse(response).render({ body: JSON.stringify(answer), context: { connectionId: 'c=', requestId: 'r=' } }));

const refusal = (__type: string, message?: string) => ({ __type: `com.amazonaws.dynamodb.v20120810#${__type}`, message });

describe.each([['JOIN', JOIN], ['LEAVE', LEAVE], ['PRESENCE', PRESENCE]])('%s', (_, action) => {
  test('says in words of its own that there is no such group for the client', () => {
    expect(heard(action, refusal('ValidationException', 'One or more parameter values were invalid: Type mismatch for key'))).toEqual({
      message: 'the group is missing, has more than 2046 bytes, or is not for this client', error: 'InvalidGroup', connectionId: 'c=', requestId: 'r=',
    });
  });

  test('says in DynamoDB\'s words what else is refused, without ARNs and the account', () => {
    expect(heard(action, refusal('ResourceNotFoundException', 'no table arn:aws:dynamodb:eu-west-1:123456789012:table/Connections')))
      .toEqual({ message: 'no table arn:***', error: 'ResourceNotFoundException', connectionId: 'c=', requestId: 'r=' });
    expect(heard(action, refusal('ProvisionedThroughputExceededException'))).toMatchObject({ error: 'ProvisionedThroughputExceededException' });
  });
});

test('only a handshake is let through by 200 alone: any other answer of the table refuses it', () => {
  const keys = Object.fromEntries(Object.entries(ALL).map(([name, { responseKey }]) => [name, responseKey]));
  expect(keys).toEqual({ CONNECTED: '/200/', DISCONNECTED: '$default', JOIN: '$default', LEAVE: '$default', PRESENCE: '$default' });
});

test('no parameter of a handshake gets into a row: tokens are in the query string', () => {
  const stack = newStack();
  const registry = new ConnectionRegistry(stack, 'Connections');
  for (const action of Object.values(ALL)) {
    const template = action.request(registry, '$.group', '{}');
    expect(template).not.toContain('params(');
    expect(template).not.toContain('input.body');
  }
  expect(CONNECTED.request(registry, '$.group', '{}') + DISCONNECTED.request(registry, '$.group', '{}')).not.toContain('$input');
  expect(registry.postOffice).toBeInstanceOf(sfn.StateMachine);
});
