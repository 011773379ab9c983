import { OwnEndpoint } from './aws/endpoint';
import type { Endpoints } from './aws/endpoints';
import type { HttpAnswer } from './aws/http-answer';
import { serviceVariables } from './aws/service-ids';
import { FrontDoor } from './front-door/front-door';
import { FunctionsEndpoint } from './front-door/functions-endpoint';
import { AwsAccess, Lambda, LambdaOptions } from './functions';
import { Access } from './gateway/access';
import { AllowedHosts } from './gateway/allowed-hosts';
import { AllowedOrigins } from './gateway/allowed-origins';
import { ApiKeys } from './gateway/api-keys';
import { IamAuthorizer } from './gateway/iam-authorizer';
import { ManagementHosts } from './gateway/management-hosts';
import { RouteTable } from './gateway/route-table';
import { Stage } from './gateway/stage';
import { StageRoutes } from './gateway/stage-routes';
import type { Guard } from './guard';
import type { Limits } from './limits';
import type { Logger } from './log-entry';
import { notices } from './notices';
import type { Observer } from './observer';
import type { Reaper } from './reaper';
import { Rights } from './rights/rights';
import { FunctionOfKey, Signers } from './rights/signers';
import { Services, ServicesOptions } from './services';
import { authorityOf } from './stage-urls';
import { Clock, ObjectStore, parseResource, TaskHandler } from './states';
import type { StepFunctionsApi } from './step-functions/api';
import { childExecutions } from './step-functions/child-executions';
import type { PreparedMachine } from './step-functions/machines';
import type { Account, StepFunctions } from './step-functions/step-functions';
import { apiGatewayInvoke } from './tasks/api-gateway-invoke';
import { loadTasks } from './tasks/load-tasks';
import { runChild, startChild } from './tasks/nested-executions';
import { putObject } from './tasks/objects/put-object';
import { statesOf } from './tasks/states-of';
import { stepFunctionsCall } from './tasks/step-functions-call';
import { TaskRoles } from './tasks/task-roles';
import { Tasks } from './tasks/tasks';
import type { LoadedTemplate, StateMachineResource } from './template';
import { LoadFindings } from './template/load-findings';

/** What lasts from one template of a run to the next. */
export interface Lasting {
  readonly limits: Limits;
  /** The time of rules and tables. */
  readonly clock: Clock;
  readonly stepFunctions: StepFunctions;
  readonly stepFunctionsApi: StepFunctionsApi;
  /** What Map states and tasks read from and write to. */
  readonly objects: ObjectStore | undefined;
  /** Hears of what happens at the gateway; undefined where nobody may look. */
  readonly observer: Observer | undefined;
  readonly reaper: Reaper;
  readonly guard: Guard;
  readonly log: Logger;
}

/** What a template is played with. */
export interface RunOptions {
  readonly template: LoadedTemplate;
  /** Where machines and activities are that are made by requests. */
  readonly account: Account;
  /** The address that it will listen on. */
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly mocks: string | undefined;
  readonly functions: Omit<LambdaOptions, 'definitions' | 'endpoint' | 'reaper' | 'log'>;
  readonly endpoints: Endpoints;
  /** The folder that tables are kept in. */
  readonly data: string | undefined;
  /** Whether rules with a schedule start their targets. */
  readonly schedules: boolean;
  /** Whether the template's queues, topics, buckets and tables are made on their endpoints. */
  readonly provisions: boolean;
  /** Who signs handshakes: ARNs by access key. */
  readonly identities: Readonly<Record<string, string>>;
  /** Whether handshakes that are not signed are refused where IAM authorizes. */
  readonly requiresSignature: boolean;
  /** Whether what AWS would deny is denied. */
  readonly checksRights: boolean;
}

/** The services of a run with one template, put together. */
export interface Run {
  readonly template: LoadedTemplate;
  /** The stages of its APIs, by the names that they go by. */
  readonly stages: ReadonlyMap<string, Stage>;
  /** What is not played as on AWS, one line each. */
  readonly warnings: readonly string[];
  /** The stages at work. */
  readonly routes: readonly StageRoutes[];
  readonly access: Access;
  readonly frontDoor: FrontDoor;
  readonly signers: Signers;
  readonly services: Services;
  readonly lambda: Lambda;
  /** Performs tasks as its machines do. */
  readonly perform: TaskHandler;
  /** Where its functions find AWS, when the run listens on a port. */
  awsAccess(port: number): Omit<AwsAccess, 'certificates'>;
  /** Makes its state machines those that executions are started of. */
  deploy(): void;
}

/** Whoever a rule starts at the end of an execution may read the execution's events, in milliseconds: after all others that ended with it. */
const HISTORY_AGE = 10_000;
/** Without a template the run is there for those who read executions. */
const HISTORY_AGE_WITHOUT_TEMPLATE = 600_000;

/**
 * Builds the services of a run, each from those before it.
 *
 * @throws TemplateLoadError with all that AWS would refuse, and for a mock configuration or an endpoint that cannot be used
 */
export function createRun(options: RunOptions, lasting: Lasting, previous?: Run): Run {
  const { template, mocks, endpoints, functions, data, schedules, provisions } = options;
  const { limits, clock, stepFunctions, stepFunctionsApi, objects, observer, reaper, guard, log } = lasting;
  const { apis, stateMachines } = template;
  const findings = new LoadFindings();

  const stages = stagesOf(template, lasting, previous);
  const children = childExecutions(stepFunctions, stepFunctionsApi);

  const tasks = new Tasks();
  const machines: PreparedMachine[] = [];
  const rights = new Rights({
    // Without a template there are no policies.
    template, isChecked: options.checksRights && apis.length > 0, tokenOwner: (token) => stepFunctions.taskTokens.ownerOf(token), log,
  });
  const roles = new TaskRoles(rights, (arn) => stepFunctions.findMachine(arn)?.roleArn || undefined);
  const created = stateMachines.filter((machine) => findings.attempt(() => {
    machines.push(stepFunctions.machines.prepare(machine, tasks.perform, machines));
    return true;
  }));
  const machineArns = new Set(created.flatMap(({ arn, qualifiedArns }) => [arn, ...qualifiedArns]));
  endpoints.add('states', new OwnEndpoint("the run's Step Functions", {
    actions: stepFunctionsApi.actions,
    perform: (action, request, signal) => (
      action === 'StartExecution' ? stepFunctionsApi.startFromWithin(request) : stepFunctionsApi.perform(action, request, signal)
    ),
  }));
  const lambda = new Lambda({ ...functions, definitions: template.functions, endpoint: endpoints.url('lambda'), reaper, log });
  if (template.functions.length > 0) {
    endpoints.add('lambda', new FunctionsEndpoint(lambda, guard));
  }
  const services = servicesAfter(previous?.services, findings, {
    template,
    endpoints,
    stepFunctions: stepFunctionsApi,
    clock,
    startMachine: (arn) => (machineArns.has(arn) || stepFunctions.findMachine(arn)
      ? (input): HttpAnswer | Promise<HttpAnswer> => stepFunctionsApi.startFromWithin(JSON.stringify({ stateMachineArn: arn, input })) : undefined),
    functions: lambda,
    rights,
    data,
    playsSchedules: schedules,
    provisions,
    guard,
    log,
  });
  const nested: [string, TaskHandler][] = [
    ['states:::states:startExecution', startChild(children)],
    ['states:::states:startExecution.sync', runChild(children, false)],
    ['states:::states:startExecution.sync:2', runChild(children, true)],
  ];
  const { warnings, testCasesOf } = loadTasks(tasks, {
    stateMachines: created,
    roles,
    taskTokens: stepFunctions.taskTokens,
    guard,
    testCaseOf: (arn) => stepFunctions.executions.get(arn)?.testCase,
    activities: stepFunctions.activities.perform,
    // To perform another resource, add one entry.
    ownResources: new Map([
      ['states:::apigateway:invoke', apiGatewayInvoke(new ManagementHosts([...stages.values()]), roles)],
      ...endpoints.namedUrl('states') === undefined ? nested : [],
      ...objects ? [['states:::aws-sdk:s3:putObject', putObject(objects)] as const] : [],
      ['states:::aws-sdk:sfn:describeExecution', stepFunctionsCall(stepFunctionsApi, 'DescribeExecution')],
      ['states:::aws-sdk:sfn:getExecutionHistory', stepFunctionsCall(stepFunctionsApi, 'GetExecutionHistory')],
    ]),
    fallbackResources: new Map(nested),
    mocks,
    endpoints,
    hasObjects: objects !== undefined,
  });

  const routeTables = new Map(apis.map((api) => [api, findings.attempt(() => (
    new RouteTable(api, { apis: services?.apis ?? new Map(), functions: lambda, endpoints, rights }, limits.integrationTimeout)
  ))]));
  findings.throwIfAny();
  const functionOfKey: FunctionOfKey = (accessKey) => lambda.signer(accessKey);
  const iamAuthorizer = new IamAuthorizer({ rights, identities: options.identities, functionOfKey, requiresSignature: options.requiresSignature });
  const apiKeys = new Map([...stages.values()].map((stage) => [stage, new ApiKeys(template, stage)]));
  const routes = [...stages.values()].map((stage) => (
    new StageRoutes({ stage, routes: routeTables.get(stage.api)!, iamAuthorizer, apiKeys: apiKeys.get(stage)!, limits, log, observer })
  ));
  const hosts = [...stages.values()].flatMap(({ api, resource }) => [api.domainName, ...resource.customDomains.map(({ domainName }) => domainName)]);
  const access = new Access(new AllowedHosts(options.host, hosts, options.allowedHosts), new AllowedOrigins(options.allowedOrigins));
  const signers = new Signers(rights, functionOfKey);
  const frontDoor = new FrontDoor({ apis: services!.apis, functions: lambda, endpoints, rights, signers, hosts, guard, log });

  const ofRoutes = [...routeTables.values()].flatMap((table) => table!.warnings);
  return {
    template,
    stages,
    routes,
    access,
    frontDoor,
    signers,
    services: services!,
    lambda,
    awsAccess: (port) => awsAccess(port, options, hosts),
    perform: tasks.perform,
    deploy: () => {
      activityArns(template, created).forEach((arn) => stepFunctions.activities.create(arn, stepFunctions.now()));
      stepFunctions.deploy(machines, historyAge(template));
      stepFunctions.useTestCases(testCasesOf);
    },
    warnings: [...new Set([
      ...template.warnings,
      ...rights.warnings,
      ...services!.warnings,
      ...ofRoutes,
      ...[...apiKeys.values()].flatMap((each) => each.warnings),
      ...notices(template, {
        functionFault: (arn) => lambda.fault(arn),
        requiresSignature: options.requiresSignature,
        canStart: (target) => services!.canStart(target),
        playsSchedules: schedules,
      }),
      ...warnings,
    ])],
  };
}

function awsAccess(port: number, { host: listening, endpoints }: RunOptions, hosts: readonly string[]): ReturnType<Run['awsAccess']> {
  const host = loopbackOf(listening);
  const url = `http://${authorityOf(host, port)}`;
  const { allowAws } = endpoints;
  return { host, port, hosts, allowAws, environment: allowAws ? serviceVariables(endpoints.services, url) : { AWS_ENDPOINT_URL: url } };
}

/** A function of its own, apart from all that a run keeps, so that no run keeps those before it. */
function servicesAfter(previous: Services | undefined, findings: LoadFindings, options: ServicesOptions): Services | undefined {
  return findings.attempt(() => new Services(options, previous));
}

function historyAge({ apis, eventRules }: LoadedTemplate): number {
  return apis.length === 0 ? HISTORY_AGE_WITHOUT_TEMPLATE : eventRules.length > 0 ? HISTORY_AGE : 0;
}

/** The template's activities, and those that its machines name, which may be made elsewhere. */
function activityArns({ activities }: LoadedTemplate, stateMachines: readonly StateMachineResource[]): string[] {
  const named = stateMachines.flatMap(({ definition }) => statesOf(definition)).flatMap(({ resource }) => resource ?? []);
  return [...activities.flatMap(({ arn }) => arn ?? []), ...named.filter((resource) => parseResource(resource).kind === 'activity')];
}

/** Where programs of this machine reach what is bound to an address. */
function loopbackOf(host: string): string {
  return { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
}

/** The stages of all APIs, by their unique names; under the API's name in the path, too, where there are several. Connections to them stay. */
function stagesOf({ apis }: LoadedTemplate, { limits, log, observer }: Lasting, previous?: Run): Map<string, Stage> {
  const before = new Map([...previous?.stages.values() ?? []].map((stage) => [stage.id, stage.connections]));
  const apiNames = uniqueNames(apis);
  const stages = apis.flatMap((api, index) => api.stages.map((resource) => {
    const path = apis.length === 1 ? `/${resource.name}` : `/${apiNames[index]}/${resource.name}`;
    return new Stage(api, resource, path, limits, log, before.get(Stage.idOf(api, resource)), observer);
  }));
  const names = uniqueNames(stages.map(({ resource }) => resource));
  return new Map(stages.map((stage, index) => [names[index], stage]));
}

/** The resources' logical ids, with the stack's name before one that several stacks have. */
function uniqueNames(resources: readonly { readonly logicalId: string; readonly stackName: string }[]): string[] {
  return resources.map(({ logicalId, stackName }) => {
    const isUnique = resources.filter((other) => other.logicalId === logicalId).length === 1;
    return isUnique ? logicalId : `${stackName}-${logicalId}`;
  });
}
