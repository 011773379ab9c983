import * as iam from 'aws-cdk-lib/aws-iam';
import { ARN, HIDDEN_ARN } from './arns';
import { Fault, faultsOfExpress, faultsOfPaths } from './faults';
import { replyTemplate } from './reply';
import { executionArn, grantOnExecutions } from './state-machine-rights';
import { StatesActionIntegration } from './states-action-integration';
import { escaped, jsonObject, jsonString } from './vtl';
import { ExecutionName } from '../execution-name';
import type { ExecutionIntegrationProps } from '../step-functions-integration';

/** An action on one execution, and what the client hears of it. */
interface ExecutionAction {
  readonly name: string;
  readonly reply: string;
}

/** A member that is there only if Step Functions answers it: the text, where the reference is not empty. */
const ifAnswered = (member: string, text: string) => `#if("$!input.path('$.${member}')" != ""),"${member}":${text}#end`;

/** An output of 120 KB leaves room for the rest of a frame of 128 KB. Base64 counts bytes: four characters for three. */
const MAXIMUM_BASE64_LENGTH = 120 * 1024 / 3 * 4;

/** The status, the dates, and how it ended. Not the ARNs, nor the input, which holds the envelope. */
export const DESCRIBE: ExecutionAction = {
  name: 'DescribeExecution',
  reply: `{"executionId":${jsonString("input.path('$.name')")}`
    + ',"status":"$input.path(\'$.status\')","startDate":$input.json(\'$.startDate\')'
    + ifAnswered('stopDate', "$input.json('$.stopDate')")
    + `#if("$!input.path('$.output')" != "")#if($util.base64Encode($input.path('$.output')).length() > ${MAXIMUM_BASE64_LENGTH}),"outputTooLarge":true`
    // Already JSON, in a string.
    + '#{else},"output":$input.path(\'$.output\')#end#end'
    + ifAnswered('error', jsonString("input.path('$.error')"))
    + ifAnswered('cause', jsonString(`input.path('$.cause').replaceAll('${ARN}', '${HIDDEN_ARN}')`))
    + '}',
};

/** When it was stopped; of one that had ended before, when it ended. */
export const STOP: ExecutionAction = {
  name: 'StopExecution',
  reply: '{"stopDate":$input.json(\'$.stopDate\')}',
};

/**
 * Asks after, or stops, the execution whose id the client sends.
 *
 * @internal
 */
export class ExecutionIntegration extends StatesActionIntegration {
  constructor(id: string, private readonly execution: ExecutionAction, private readonly props: ExecutionIntegrationProps) {
    super(id, execution.name, props.credentialsRole);
  }

  /**
   * @internal
   */
  public _faults(): Fault[] {
    return [
      ...faultsOfPaths({ executionIdPath: this.props.executionIdPath }),
      ...faultsOfExpress(this.props.stateMachine, 'a Standard one: Express executions can be neither described nor stopped'),
    ];
  }

  /**
   * @internal
   */
  protected _requestTemplate(): string {
    const { executionIdPath = '$.executionId', executionName = ExecutionName.fromMessage(), stateMachine } = this.props;
    return executionName._forLookup(executionIdPath)
      + jsonObject({ executionArn: `"${executionArn(stateMachine, escaped('executionName'))}"` });
  }

  /**
   * @internal
   */
  protected _responseTemplate(): string {
    return replyTemplate(this.execution.reply);
  }

  /**
   * @internal
   */
  protected _grant(role: iam.IRole): void {
    grantOnExecutions(role, this.props.stateMachine, this.execution.name);
  }
}
