import type { MemberRule } from '../request';

/*
 * Members that several actions have, with the limits of the service's model.
 * See https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */

export const ARN = { required: true, minLength: 1, maxLength: 256 } as const satisfies MemberRule;
export const LONG_ARN = { required: true, minLength: 1, maxLength: 2000 } as const satisfies MemberRule;
export const NAME = { minLength: 1, maxLength: 80 } as const satisfies MemberRule;
export const NEW_NAME = { ...NAME, required: true } as const satisfies MemberRule;
export const DATA = { maxBytes: 262_144, isSecret: true } as const satisfies MemberRule;
export const ERROR = { maxLength: 256, isSecret: true } as const satisfies MemberRule;
export const CAUSE = { maxLength: 32_768, isSecret: true } as const satisfies MemberRule;
export const TASK_TOKEN = { required: true, minLength: 1, maxLength: 2048 } as const satisfies MemberRule;
export const TRACE_HEADER = { maxLength: 256, pattern: '\\p{ASCII}*' } as const satisfies MemberRule;
export const MAX_RESULTS = { type: 'number', least: 0, most: 1000 } as const satisfies MemberRule;
export const PAGE = { maxResults: MAX_RESULTS, nextToken: { minLength: 1, maxLength: 1024 } } as const;
export const FLAG = { type: 'boolean' } as const satisfies MemberRule;
export const DESCRIPTION = { maxLength: 256, isSecret: true } as const satisfies MemberRule;
export const INCLUDED_DATA = { values: ['ALL_DATA', 'METADATA_ONLY'] } as const satisfies MemberRule;
export const TYPE = { values: ['STANDARD', 'EXPRESS'] } as const satisfies MemberRule;
export const DEFINITION = { minLength: 1, maxLength: 1_048_576, isSecret: true } as const satisfies MemberRule;
export const TAGS = {
  type: 'list',
  of: { type: 'structure', members: { key: { minLength: 1, maxLength: 128 }, value: { maxLength: 256 } } },
} as const satisfies MemberRule;
export const ENCRYPTION = {
  type: 'structure',
  members: {
    kmsKeyId: { minLength: 1, maxLength: 2048 },
    kmsDataKeyReusePeriodSeconds: { type: 'number', least: 60, most: 900 },
    type: { required: true, values: ['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY'] },
  },
} as const satisfies MemberRule;
/** Logging and tracing. */
export const CONFIGURATION = {
  loggingConfiguration: {
    type: 'structure',
    members: {
      level: { values: ['ALL', 'ERROR', 'FATAL', 'OFF'] },
      includeExecutionData: FLAG,
      destinations: {
        type: 'list',
        of: { type: 'structure', members: { cloudWatchLogsLogGroup: { type: 'structure', members: { logGroupArn: { minLength: 1, maxLength: 256 } } } } },
      },
    },
  },
  tracingConfiguration: { type: 'structure', members: { enabled: FLAG } },
  encryptionConfiguration: ENCRYPTION,
} as const;
