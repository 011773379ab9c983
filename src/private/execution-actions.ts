import { Lazy } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { faultsOfTemplate, OptionsPlace } from './action-integration';
import { ARN, HIDDEN_ARN } from './arns';
import { faultsOfMachinePlace } from './environment-faults';
import { executionNameOf, faultsOfExecutionNames, warningsOfExecutionNames, warningsOfMixedNames } from './execution-names';
import { Fault, Faults, faultsOfExpress, faultsOfPaths } from './faults';
import { NamedWorkflow, NamedWorkflows } from './named-workflows';
import { replyTemplate } from './reply';
import { isSameStateMachine } from './state-machine-identity';
import { executionArn, grantOnExecutions } from './state-machine-rights';
import { StatesActionIntegration } from './states-action-integration';
import { warnAtSynthesis } from './synthesis-warnings';
import { at, escaped, jsonAt, jsonObject, jsonString, quiet, rendersText, set, when, whenFirst } from './vtl';
import type { ExecutionName } from '../execution-name';

/** An action on one execution, and what the client hears of it. */
export interface ExecutionAction {
  readonly name: string;
  readonly reply: string;
}

/** A member that is there only if Step Functions answers it. */
const ifAnswered = (member: string, text: string) => when(rendersText(at(`$.${member}`)), `,"${member}":${text}`);

/** An output of 120 KB leaves room for the rest of a frame of 128 KB. Base64 counts bytes: four characters for three. */
const MAXIMUM_BASE64_LENGTH = 120 * 1024 / 3 * 4;

/** Already JSON, in a string. */
const OUTPUT = `$${at('$.output')}`;

const OUTPUT_IF_IT_FITS = when(`$util.base64Encode(${OUTPUT}).length() > ${MAXIMUM_BASE64_LENGTH}`, ',"outputTooLarge":true', `,"output":${OUTPUT}`);

/** The status, the dates, and how it ended. Not the ARNs, nor the input, which holds the envelope. */
export const DESCRIBE: ExecutionAction = {
  name: 'DescribeExecution',
  reply: jsonObject({
    executionId: jsonString(at('$.name')),
    status: `"$${at('$.status')}"`,
    startDate: jsonAt('$.startDate'),
  }, ifAnswered('stopDate', jsonAt('$.stopDate'))
    + when(rendersText(at('$.output')), OUTPUT_IF_IT_FITS)
    + ifAnswered('error', jsonString(at('$.error')))
    + ifAnswered('cause', jsonString(`${at('$.cause')}.replaceAll('${ARN}', '${HIDDEN_ARN}')`))),
};

/** When it was stopped; of one that had ended before, when it ended. */
export const STOP: ExecutionAction = {
  name: 'StopExecution',
  reply: jsonObject({ stopDate: jsonAt('$.stopDate') }),
};

/** Why Express workflows have none of these routes. */
const ONLY_STANDARD = 'a Standard one: Express executions can be neither described nor stopped';

/** What an action's requests are made of. */
interface ExecutionRequestOptions {
  readonly stateMachine?: sfn.IStateMachine;
  readonly executionIdPath?: string;
  readonly executionName?: ExecutionName;
  readonly workflowPath?: string;
  readonly credentialsRole?: iam.IRole;
}

/**
 * Asks after, or stops, the execution whose id the client sends.
 *
 * @internal
 */
export class ExecutionIntegration extends StatesActionIntegration {
  protected readonly _needsMessage = true;

  /** @param place - what the user gave the options to, for errors at synthesis */
  constructor(
    id: string, private readonly execution: ExecutionAction, private readonly workflows: NamedWorkflows,
    private readonly options: ExecutionRequestOptions, private readonly place?: OptionsPlace,
  ) {
    super(id, execution.name, options.credentialsRole);
  }

  public bind(options: apigwv2.WebSocketRouteIntegrationBindOptions): apigwv2.WebSocketRouteIntegrationConfig {
    const { scope } = options;
    const { executionName } = this.options;
    scope.node.addValidation({ validate: () => this.faultsOfSynthesis(scope) });
    warnAtSynthesis(scope, () => {
      const stateMachines = this.workflows.all.map(({ stateMachine }) => stateMachine);
      return [
        ...stateMachines.flatMap((stateMachine) => warningsOfExecutionNames(scope, stateMachine, executionName)),
        ...warningsOfMixedNames(scope, stateMachines, executionName),
      ];
    });
    return super.bind(options);
  }

  /**
   * @internal
   */
  public _faults(scope: IConstruct): Fault[] {
    const { executionIdPath, executionName, stateMachine: only, workflowPath } = this.options;
    return [
      ...faultsOfPaths({ executionIdPath, workflowPath }),
      ...executionName?._faults() ?? [],
      ...this.workflows.all.flatMap(({ stateMachine }) => faultsOfMachinePlace(scope, stateMachine)),
      ...(only ? faultsOfExpress(only, ONLY_STANDARD) : []),
    ];
  }

  /**
   * @internal
   */
  protected _requestTemplate(_api: apigwv2.IWebSocketApi, scope: IConstruct): string {
    // How executions are named, and which workflows there are, is known at synthesis only.
    return Lazy.uncachedString({ produce: () => this.template(scope) });
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
    const granted: sfn.IStateMachine[] = [];
    this.workflows.watch(({ stateMachine }) => {
      if (!granted.some((known) => isSameStateMachine(known, stateMachine))) {
        granted.push(stateMachine);
        grantOnExecutions(role, stateMachine, this.execution.name);
      }
    });
  }

  private template(scope: IConstruct): string {
    const { all } = this.workflows;
    if (all.length === 0) {
      // A fault, of which synthesis tells.
      return '';
    }
    if (all.length === 1 && all[0].name === undefined) {
      return this.lookup(scope, all[0]) + jsonObject({ executionArn: `"${executionArn(all[0].stateMachine, escaped('executionName'))}"` });
    }
    // Each way of naming once, whichever workflows have it. An unknown workflow has executions of no name.
    const lookups = [...new Set(all.map((workflow) => this.lookup(scope, workflow)))];
    const setExecutions = ({ stateMachine }: NamedWorkflow) => set('executions', `"${executionArn(stateMachine, '')}"`);
    return set('workflow', quiet(at(this.options.workflowPath ?? '$.workflow')))
      + set('naming', '""')
      + set('executionName', '""')
      + setExecutions(all[0])
      + whenFirst(...all.map((workflow): [string, string] => [
        `$workflow == '${workflow.name ?? ''}'`,
        setExecutions(workflow) + set('naming', `"${lookups.indexOf(this.lookup(scope, workflow))}"`),
      ]))
      + whenFirst(...lookups.map((lookup, index): [string, string] => [`$naming == "${index}"`, lookup]))
      + jsonObject({ executionArn: `"\${executions}${escaped('executionName')}"` });
  }

  private lookup(scope: IConstruct, { stateMachine }: NamedWorkflow): string {
    const { executionIdPath = '$.executionId', executionName } = this.options;
    return executionNameOf(scope, stateMachine, executionName)?._forLookup(executionIdPath) ?? set('executionName', quiet(at(executionIdPath)));
  }

  private faultsOfSynthesis(scope: IConstruct): string[] {
    const faults = new Faults(this.place?.scope ?? scope, this.place?.of);
    faults.add(...this.workflows.all.flatMap(({ stateMachine }) => faultsOfExecutionNames(scope, stateMachine, this.options.executionName)));
    faults.add(...this.workflows.faults(ONLY_STANDARD), ...this.workflows.faultsOfNames(), ...faultsOfTemplate('stateMachine', this.template(scope)));
    return faults.messages;
  }
}
