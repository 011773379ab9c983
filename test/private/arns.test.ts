import { renderTemplate } from '../../local/src/vtl';
import { ARN, HIDDEN_ARN } from '../../src/private/arns';
import { replyTemplate } from '../../src/private/reply';

const ACCOUNT = '123456789012';
const EXECUTION = `arn:aws:states:eu-west-1:${ACCOUNT}:execution:Orders:`;

/** The message that a client hears when Step Functions has refused something with a text. */
function heard(message: string): string {
  const frame = renderTemplate(replyTemplate('{}'), { body: JSON.stringify({ __type: 'x#ExecutionDoesNotExist', message }), context: {} });
  return (JSON.parse(frame) as { message: string }).message;
}

test.each([
  '17', 'it\'s', "a' b", "''", "' and 'arn:aws:x'", '"}\\', 'a b', 'a, b; (c)', '$LATEST', 'é 漢', '{}[]<>', '\u2028\n\u0001', "'".repeat(300), 'x'.repeat(100_000),
])('leaves nothing of an ARN that ends with whatever a client has sent: %#', (id) => {
  expect(heard(`Execution Does Not Exist: '${EXECUTION}${id}'`)).toBe("Execution Does Not Exist: 'arn:***'");
});

test.each([
  [`User: arn:aws:sts::${ACCOUNT}:assumed-role/Api-Role/session is not authorized to perform: states:StartExecution on resource: ${EXECUTION}17 because no policy allows it`,
    'User: arn:*** is not authorized to perform: states:StartExecution on resource: arn:*** because no policy allows it'],
  [`no more for account ${ACCOUNT}, of 1234567890123`, 'no more for account ***, of 1234567890123'],
  ['nothing to hide: it\'s "fine"', 'nothing to hide: it\'s "fine"'],
])('leaves the rest of the text as it is: %#', (message, expected) => {
  expect(heard(message)).toBe(expected);
});

test.each([
  ["None left in arn:aws:s3:::shelf, it's empty", "None left in arn:***, it's empty"],
  [`(${EXECUTION}17); "arn:aws:s3:::a","arn:aws:s3:::b"`, '(arn:***); "arn:***","arn:***"'],
  [`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f:$LATEST failed`, 'arn:*** failed'],
  [`arn:aws:iam::${ACCOUNT}:user/jane,o'hara(1)=@x.`, 'arn:***'],
  ["'arn:aws:s3:::a' and 'b'", "'arn:***' and 'b'"],
])('ends an ARN in a workflow\'s own text where nothing of it follows: %s', (cause, expected) => {
  expect(cause.replace(new RegExp(ARN, 'g'), HIDDEN_ARN)).toBe(expected);
  expect(renderTemplate(`$input.path('$').replaceAll('${ARN}', '${HIDDEN_ARN}')`, { body: JSON.stringify(cause), context: {} })).toBe(expected);
});

