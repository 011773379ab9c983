import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ConnectionRegistry, SendToPrincipal } from 'cdk-websocket-step-functions';
import { Construct } from 'constructs';

const TOTAL = '$sum($states.input.message.items.(price * quantity))';

/** What a client may send on the routes of both workflows. */
export const ORDER_SCHEMA = {
  type: 'object',
  required: ['action', 'items'],
  additionalProperties: false,
  properties: {
    action: { type: 'string' },
    // With a user of at most 36 characters it makes an execution's name of less than 80.
    requestId: { type: 'string', pattern: '^[A-Za-z0-9-]{1,36}$' },
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        required: ['price', 'quantity'],
        properties: { price: { type: 'number', minimum: 0 }, quantity: { type: 'integer', minimum: 1 } },
      },
    },
  },
};

/** Tells the total, for a synchronous Express workflow. */
export function quote(scope: Construct): sfn.IChainable {
  return sfn.Pass.jsonata(scope, 'Quote', { outputs: { total: `{% ${TOTAL} %}` } });
}

/** Places an order. Above a thousand, it asks first, on all connections of the person; who does not answer in ten minutes has not ordered. */
export function order(scope: Construct, connections: ConnectionRegistry): sfn.IChainable {
  const placed = sfn.Pass.jsonata(scope, 'Placed', { outputs: { order: 'placed', total: '{% $total %}' } });
  const cancelled = sfn.Pass.jsonata(scope, 'Cancelled', { outputs: { order: 'cancelled', total: '{% $total %}' } });
  const isConfirmed = sfn.Choice.jsonata(scope, 'Confirmed?')
    .when(sfn.Condition.jsonata('{% $states.input.confirmed = true %}'), placed)
    .otherwise(cancelled);
  const ask = SendToPrincipal.jsonata(scope, 'Ask', {
    connections,
    integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    message: sfn.TaskInput.fromObject({ question: 'Do you confirm your order?', total: '{% $total %}' }),
    includeExecutionId: true,
    taskTimeout: sfn.Timeout.duration(Duration.minutes(10)),
  }).addCatch(cancelled, { errors: [sfn.Errors.TIMEOUT] });
  const isLarge = sfn.Choice.jsonata(scope, 'Large?')
    .when(sfn.Condition.jsonata('{% $total > 1000 %}'), ask.next(isConfirmed))
    .otherwise(placed);
  return sfn.Pass.jsonata(scope, 'Add up', { assign: { total: `{% ${TOTAL} %}` } }).next(isLarge);
}
