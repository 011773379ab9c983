import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ConnectionRegistry, SendToGroup, SendToPrincipal } from 'cdk-websocket-step-functions';
import { Construct } from 'constructs';

/** The room that the message names, and who says so: not what the message says of itself. */
const ROOM = '$states.context.Execution.Input.message.room';
const PERSON = '$states.context.Execution.Input.connection.principal';
const IS_OF_TEAM = "{% $substringBefore($states.input.message.room, '/') = $states.input.authorizer.team %}";

/** Tells a room. Who may join a room is the registry's to say, and who may speak in it the workflow's. */
export function say(scope: Construct, connections: ConnectionRegistry): sfn.IChainable {
  const refuse = SendToPrincipal.jsonata(scope, 'Not your room', {
    connections,
    message: sfn.TaskInput.fromObject({ error: 'NotYourRoom', room: `{% ${ROOM} %}` }),
    // Nobody has to hear it later.
    keep: false,
  });
  const tell = SendToGroup.jsonata(scope, 'Tell the room', {
    connections,
    group: `{% ${ROOM} %}`,
    message: sfn.TaskInput.fromObject({ room: `{% ${ROOM} %}`, from: `{% ${PERSON} %}`, text: '{% $states.input.message.text %}' }),
  });
  return sfn.Choice.jsonata(scope, 'Room of the team?').when(sfn.Condition.jsonata(IS_OF_TEAM), tell).otherwise(refuse);
}

/** Invites a person, who has ten minutes to answer, from any device; then tells whoever has invited them. */
export function invite(scope: Construct, connections: ConnectionRegistry): sfn.IChainable {
  const whom = '{% $states.context.Execution.Input.message.whom %}';
  const report = (id: string, answer: string) => SendToPrincipal.jsonata(scope, id, {
    connections, message: sfn.TaskInput.fromObject({ invited: whom, room: `{% ${ROOM} %}`, answer }),
  });
  const ask = SendToPrincipal.jsonata(scope, 'Invite', {
    connections,
    principal: whom,
    message: sfn.TaskInput.fromObject({ invitation: `{% ${ROOM} %}`, from: `{% ${PERSON} %}` }),
    integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    taskTimeout: sfn.Timeout.duration(Duration.minutes(10)),
  }).addCatch(report('Nobody answers', 'none'), { errors: [sfn.Errors.TIMEOUT] });
  return ask.next(report('Tell', '{% $states.input %}'));
}
