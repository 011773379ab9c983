const list = (names: Iterable<string>): string => `[${[...names].join(', ')}]`;

/**
 * Texts that the service has been seen to give, word for word: in recordings of `CreateStateMachine` and
 * `ValidateStateMachineDefinition`, or in error messages that users have published.
 */
export const RECORDED = {
  badExpressionDelimiters: 'JSONata string must start with {% and end with %}',
  cannotBeEmpty: 'Value cannot be empty',
  credentialsOnActivity: "The field 'Credentials' is not supported for activities",
  definitionIsNoObject: 'Definition must be a valid JSON object',
  distributedMapInExpress: "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
  downgradedLanguage: "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
  duplicateLabel: (label: string) => `Duplicate Label name: ${label}`,
  duplicateState: (name: string) => `Duplicate State name: ${name}`,
  expectedInteger: 'Expected value of type Integer',
  expectedString: 'Expected value of type [STRING]',
  expressActivity: 'Express state machine does not support Activity ARN',
  // The blank at its end is the service's.
  expressCallback: "Express state machine does not support '.waitForTaskToken' service integration ",
  expressJob: "Express state machine does not support '.sync' service integration",
  invalidVariableName: (name: string) => `Invalid variable name '${name}': the variable name contains invalid characters.`,
  languageOfField: (language: string, field: string, other: string) =>
    `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
  maximum: (value: string) => `Maximum value is ${value}`,
  minimum: (value: string) => `Minimum value is ${value}`,
  missingField: (field: string) => `The field '${field}' is required but was missing`,
  missingTarget: (name: string) => `Missing 'Next' target: ${name}`,
  // Seen of errorOutput.
  noStatesField: (field: string) => `Field '$states.${field}' does not exist.`,
  noTerminalState: 'Workflow has no terminal state',
  notAJsonPath: 'Value must be a valid JSONPath.',
  notAPathOrCall: (field: string) => `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
  notAPathString: (field: string, type: string) =>
    `The value for the field '${field}' must be a STRING that contains a JSONPath but was ${/^[AO]/.test(type) ? 'an' : 'a'} ${type}`,
  notAResource: 'Value is not a valid resource ARN',
  notAnAllowedValue: (field: string) => `The field '${field}' does not match any of the allowed values`,
  notATimestamp: 'String does not match RFC3339 timestamp',
  notOneOf: (values: readonly string[]) => `Value should be one of the following: ${list(values)}`,
  oneRuleKind: (names: readonly string[]) => `The object must have only one of the following fields, ${list(names)}`,
  parametersRequired: (field: string, arn: string) => `${field} field is required for resource ARN: ${arn}`,
  pathWithoutDollar: "Value is not a Reference Path: Reference path didn't start with '$'",
  required: (names: readonly string[]) => `These fields are required: ${list(names)}`,
  reservedVariable: "Cannot assign to reserved variable '$states'.",
  rootReference: "Reference to '$$' is not supported.",
  severalOf: (names: readonly string[]) => `There should only be one of the following fields: ${list(names)}`,
  noneOf: (names: readonly string[]) => `This object should have only one of the following fields: ${list(names)}`,
  statesAll: 'States.ALL must appear alone and at end of list',
  topLevelReference: (name: string) => `Reference to '${name}' at the top level is not supported.`,
  unsupportedHeaders: (names: readonly string[]) => `The 'Headers' field contains unsupported values: ${list(names)}`,
  unknownResource: (arn: string) => `The resource provided ${arn} is not recognized. `
    + 'The value is not a valid resource ARN, or the resource is not available in this region.',
  unknownType: (types: Iterable<string>) => `The field 'Type' should have one of these values: ${list(types)}`,
  unreachable: (name: string) => `State "${name}" is not reachable.`,
  unsupportedField: (field: string) => `Field '${field}' is not supported`,
} as const;

/** Texts of our own, for rules that are documented and whose texts nobody has recorded, made like the recorded ones. */
export const OWN = {
  expectedType: (type: string) => `Expected value of type [${type}]`,
  heartbeatNotBeforeTimeout: "The value of 'HeartbeatSeconds' must be smaller than the value of 'TimeoutSeconds'",
  labelCharacters: (label: string) => `Invalid Label name '${label}': the label name contains invalid characters`,
  labelTooLong: (label: string) => `The label name '${label}' exceeds the 40-character limit allowed by the service`,
  notAReferencePath: (reason: string) => `Value is not a Reference Path: ${reason}`,
  nestedTooDeeply: (deepest: number) => `Document nesting depth (${deepest + 1}) exceeds the maximum allowed (${deepest})`,
  notJson: (reason: string) => `The definition is not JSON: ${reason}`,
  tooLong: (longest: number) => `Member must have length less than or equal to ${longest}`,
  stateNameTooLong: (name: string) => `The state name '${name}' exceeds the 80-character limit allowed by the service`,
  variableNameTooLong: (name: string) => `Invalid variable name '${name}': the variable name exceeds the 80-character limit allowed by the service.`,
} as const;
