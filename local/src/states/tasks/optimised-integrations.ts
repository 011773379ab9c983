/** How a task waits for what it calls. Every action answers a plain request. */
export type IntegrationPattern = 'sync' | 'sync:2' | 'waitForTaskToken';

/** An action of an optimised integration. */
export interface IntegrationAction {
  readonly patterns: readonly IntegrationPattern[];
  /** What must be among its parameters when the machine is made. */
  readonly required: readonly string[];
}

/** Actions and what they require, in one line a pattern. */
type Requirements = Readonly<Record<string, readonly string[]>>;

function actions(patterns: readonly IntegrationPattern[], requirements: Requirements): [string, IntegrationAction][] {
  return Object.entries(requirements).map(([action, required]) => [action, { patterns, required }]);
}

const request = (requirements: Requirements): [string, IntegrationAction][] => actions([], requirements);
const job = (requirements: Requirements): [string, IntegrationAction][] => actions(['sync'], requirements);
const callback = (requirements: Requirements): [string, IntegrationAction][] => actions(['waitForTaskToken'], requirements);
const jobOrCallback = (requirements: Requirements): [string, IntegrationAction][] => actions(['sync', 'waitForTaskToken'], requirements);

/**
 * The optimised integrations, by `service:action`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export const OPTIMISED_INTEGRATIONS: ReadonlyMap<string, IntegrationAction> = new Map(Object.entries({
  'apigateway': callback({ invoke: [] }),
  'athena': [...job({ startQueryExecution: [] }), ...request({ getQueryExecution: [], getQueryResults: [], stopQueryExecution: [] })],
  'batch': job({ submitJob: [] }),
  'bedrock': [...callback({ invokeModel: [] }), ...jobOrCallback({ createModelCustomizationJob: [] })],
  'bedrock-agentcore': request({ invokeHarness: [] }),
  'codebuild': [
    ...job({ retryBuildBatch: [], startBuild: [], startBuildBatch: [] }),
    ...request({ batchDeleteBuilds: [], batchGetReports: [], deleteBuildBatch: [], stopBuild: [], stopBuildBatch: [] }),
  ],
  'databrew': job({ startJobRun: [] }),
  'dynamodb': request({
    deleteItem: ['TableName', 'Key'], getItem: ['TableName', 'Key'], putItem: ['TableName', 'Item'], updateItem: ['TableName', 'Key'],
  }),
  'ecs': jobOrCallback({ runTask: ['TaskDefinition'] }),
  'eks': [
    ...jobOrCallback({
      createCluster: [], createFargateProfile: [], createNodegroup: [], deleteCluster: [], deleteFargateProfile: [], deleteNodegroup: [], runJob: [],
    }),
    ...callback({ call: [] }),
  ],
  'elasticmapreduce': [
    ...job({ addStep: [], createCluster: [], terminateCluster: [] }),
    ...request({ cancelStep: [], modifyInstanceFleetByName: [], modifyInstanceGroupByName: [], setClusterTerminationProtection: [] }),
  ],
  'emr-containers': [...job({ deleteVirtualCluster: [], startJobRun: [] }), ...request({ createVirtualCluster: [] })],
  'emr-serverless': job({
    cancelJobRun: [], createApplication: [], deleteApplication: [], startApplication: [], startJobRun: [], stopApplication: [],
  }),
  'events': callback({ putEvents: ['Entries'] }),
  'glue': job({ startJobRun: ['JobName'] }),
  'http': request({ invoke: [] }),
  'lambda': callback({ invoke: ['FunctionName'] }),
  'mediaconvert': job({ createJob: [] }),
  'sagemaker': [
    ...job({ createHyperParameterTuningJob: [], createLabelingJob: [], createProcessingJob: [], createTrainingJob: [], createTransformJob: [] }),
    ...request({ createEndpoint: [], createEndpointConfig: [], createModel: [], updateEndpoint: [] }),
  ],
  'sns': callback({ publish: ['Message'] }),
  'sqs': callback({ sendMessage: ['QueueUrl', 'MessageBody'] }),
  'states': actions(['sync', 'sync:2', 'waitForTaskToken'], { startExecution: ['StateMachineArn'] }),
} satisfies Record<string, [string, IntegrationAction][]>)
  .flatMap(([service, integrations]) => integrations.map(([action, integration]) => [`${service}:${action}`, integration])));
