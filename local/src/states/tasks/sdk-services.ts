/** What AWS's guide listed in 2025, by the names in resource ARNs. */
const LISTED = `
  accessanalyzer account acm acmpca amp amplify amplifybackend amplifyuibuilder apigateway apigatewayv2 appconfig appconfigdata appfabric
  appflow appintegrations applicationautoscaling applicationcostprofiler applicationdiscovery applicationinsights applicationsignals
  appmesh apprunner appstream appsync apptest arczonalshift athena auditmanager autoscaling autoscalingplans b2bi backup backupgateway
  backupsearch batch bcmdataexports bcmpricingcalculator bedrock bedrockagent bedrockagentruntime bedrockdataautomation
  bedrockdataautomationruntime bedrockruntime billing billingconductor braket budgets chime chimesdkidentity chimesdkmediapipelines
  chimesdkmeetings chimesdkmessaging chimesdkvoice cleanrooms cleanroomsml cloud9 cloudcontrol clouddirectory cloudformation cloudfront
  cloudfrontkeyvaluestore cloudhsm cloudhsmv2 cloudsearch cloudtrail cloudtraildata cloudwatch cloudwatchlogs codeartifact codebuild
  codecatalyst codecommit codeconnections codedeploy codeguruprofiler codegurureviewer codegurusecurity codepipeline codestarconnections
  codestarnotifications cognitoidentity cognitoidentityprovider cognitosync comprehend comprehendmedical computeoptimizer config connect
  connectcampaigns connectcampaignsv2 connectcases connectcontactlens connectparticipant controlcatalog controltower costandusagereport
  costexplorer costoptimizationhub customerprofiles databasemigration databrew dataexchange datapipeline datasync datazone dax deadline
  detective devicefarm devopsguru directconnect directory directoryservicedata dlm docdb docdbelastic drs dsql dynamodb dynamodbstreams
  ebs ec2 ec2instanceconnect ecr ecrpublic ecs efs eks eksauth elasticache elasticbeanstalk elasticinference elasticloadbalancing
  elasticloadbalancingv2 elasticsearch elastictranscoder emr emrcontainers emrserverless entityresolution eventbridge evidently finspace
  finspacedata firehose fis fms forecast forecastquery frauddetector freetier fsx gamelift geomaps geoplaces georoutes glacier glue
  grafana greengrass greengrassv2 groundstation guardduty health healthlake honeycode iam identitystore imagebuilder inspector inspector2
  inspectorscan internetmonitor invoicing iot iotanalytics iotdeviceadvisor iotevents ioteventsdata iotfleethub iotfleetwise
  iotjobsdataplane iotsecuretunneling iotsitewise iotthingsgraph iottwinmaker iotwireless ivs ivschat ivsrealtime kafka kafkaconnect
  kendra kendraranking keyspaces kinesis kinesisanalytics kinesisanalyticsv2 kinesisvideo kinesisvideoarchivedmedia kinesisvideomedia
  kinesisvideosignaling kinesisvideowebrtcstorage kms lakeformation lambda launchwizard lexmodelbuilding lexmodelsv2 lexruntime
  lexruntimev2 licensemanager licensemanagerlinuxsubscriptions licensemanagerusersubscriptions lightsail location lookoutequipment
  lookoutmetrics lookoutvision m2 macie2 mailmanager managedblockchain managedblockchainquery marketplacecatalog
  marketplacecommerceanalytics marketplaceentitlement marketplacemetering marketplacereporting mediaconnect mediaconvert medialive
  mediapackage mediapackagev2 mediapackagevod mediastore mediatailor medicalimaging memorydb mgn migrationhub migrationhubconfig
  migrationhuborchestrator migrationhubrefactorspaces migrationhubstrategy mq mturk mwaa neptune neptunegraph networkfirewall
  networkflowmonitor networkmanager networkmonitor notificationscontacts oam observabilityadmin omics opensearch opensearchserverless
  opsworks opsworkscm organizations osis outposts panorama partnercentralselling paymentcryptography paymentcryptographydata
  pcaconnectorad pcaconnectorscep pcs personalize personalizeevents personalizeruntime pi pinpoint pinpointemail pinpointsmsvoice
  pinpointsmsvoicev2 pipes polly pricing privatenetworks proton qapps qbusiness qconnect qldb qldbsession quicksight ram rbin rds rdsdata
  redshift redshiftdata redshiftserverless rekognition repostspace resiliencehub resourceexplorer2 resourcegroups resourcegroupstaggingapi
  robomaker rolesanywhere route53 route53domains route53profiles route53recoverycluster route53recoverycontrolconfig
  route53recoveryreadiness route53resolver rum s3 s3control s3outposts s3tables sagemaker sagemakera2iruntime sagemakeredge
  sagemakerfeaturestoreruntime sagemakergeospatial sagemakermetrics sagemakerruntime savingsplans scheduler schemas secretsmanager
  securityhub securityir securitylake serverlessapplicationrepository servicecatalog servicecatalogappregistry servicediscovery
  servicequotas ses sesv2 sfn shield signer simspaceweaver sms snowball snowdevicemanagement sns socialmessaging sqs ssm ssmcontacts
  ssmincidents ssmquicksetup ssmsap sso ssoadmin ssooidc storagegateway sts supplychain support supportapp swf synthetics taxsettings
  textract timestreaminfluxdb timestreamquery timestreamwrite tnb transcribe transfer translate trustedadvisor verifiedpermissions voiceid
  vpclattice waf wafregional wafv2 wellarchitected wisdom workdocs workmail workmailmessageflow workspaces workspacesthinclient
  workspacesweb xray
`;

/** Services that AWS's SDKs have gained since that list was made. Step Functions takes in new ones every few months, so they are let through. */
const YOUNGER = `
  abusesignal accountaccess accountaccessruntime agentdiscovery agentregistry agentregistrycontrol aiops apiportal arcregionswitch
  bcmdashboards bcmrecommendedactions bedrockagentcore bedrockagentcorecontrol cloudwatchomni computeoptimizerautomation connecthealth
  connectscheduling continuum devopsagent elementalinference endusermessaging eventbridgev2 evs gameliftstreams iamtoolbox interconnect
  iotmanagedintegrations keyspacesstreams lambdacore lambdamicrovms lambdaweb marketplacediscovery mpa mwaaserverless
  networksecuritymanager novaact odb opensearchmemory partnercentralaccount partnercentralbenefits partnercentralchannel
  partnercentralmarketing partnercentralrevenuemeasurement payments pricingplanmanager resiliencehubv2 route53globalresolver rtbfabric
  s3files s3vectors sagemakergatewayruntime sagemakerinferencerouterruntime sagemakerjobruntime sagemakertrainingsessionruntime
  securityagent simpledbv2 ssmguiconnect supportauthz sustainability uxc wickr workspacesinstances
`;

const SERVICES: ReadonlySet<string> = new Set(words(LISTED + YOUNGER));

/** Actions of these services that the guide says are not supported. */
const UNSUPPORTED: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries({
  applicationdiscovery: 'describeExportConfigurations exportConfigurations',
  bedrockruntime: 'invokeModelWithResponseStream converseStream',
  bedrockagentruntime: 'invokeAgent invokeFlow invokeInlineAgent optimizePrompt retrieveAndGenerateStream',
  cloudwatchlogs: 'startLiveTail',
  codedeploy: 'batchGetDeploymentInstances getDeploymentInstance listDeploymentInstances skipWaitTimeForInstanceTermination',
  comprehendmedical: 'detectEntities',
  dataexchange: 'sendApiAsset',
  directconnect: 'allocateConnectionOnInterconnect describeConnectionLoa describeConnectionsOnInterconnect describeInterconnectLoa',
  efs: 'createTags',
  elastictranscoder: 'testRole',
  emr: 'describeJobFlows',
  iot: 'attachPrincipalPolicy detachPrincipalPolicy listPolicyPrincipals listPrincipalPolicies',
  iotdeviceadvisor: 'listTestCases',
  iotsitewise: 'invokeAssistant',
  kinesis: 'subscribeToShard',
  lambda: 'invokeAsync invokeWithResponseStream',
  lexruntimev2: 'startConversation',
  mediapackage: 'rotateChannelCredentials',
  qbusiness: 'chat',
  rdsdata: 'executeSql',
  s3: 'selectObjectContent',
  s3control: 'selectObjectContent',
  sagemakerruntime: 'invokeEndpointWithResponseStream',
  securitylake: `createDatalake createDatalakeAutoEnable createDatalakeDelegatedAdmin createDatalakeExceptionsSubscription
    createSubscriptionNotificationConfiguration deleteDatalake deleteDatalakeAutoEnable deleteDatalakeDelegatedAdmin
    deleteDatalakeExceptionsSubscription deleteSubscriptionNotificationConfiguration getDatalake getDatalakeAutoEnable
    getDatalakeExceptionsExpiry getDatalakeExceptionsSubscription getDatalakeStatus listDatalakeExceptions updateDatalake
    updateDatalakeExceptionsExpiry updateDatalakeExceptionsSubscription updateSubscriptionNotificationConfiguration`,
  shield: 'deleteSubscription',
  sts: 'assumeRole assumeRoleWithSAML assumeRoleWithWebIdentity',
}).map(([service, actions]) => [service, new Set(words(actions))]));

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/**
 * Whether the AWS SDK integrations have an action: of a service that they have, none of the few that are said to be missing.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function hasSdkAction(service: string, action: string): boolean {
  return SERVICES.has(service) && /^[a-z][A-Za-z0-9]*$/.test(action) && UNSUPPORTED.get(service)?.has(action) !== true;
}
