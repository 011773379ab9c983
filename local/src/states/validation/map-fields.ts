import { Check } from './context';
import { dataPath, payload } from './paths';
import { FieldTable, Rule, Shape, atMostOneOf, checkShape, inJsonPath, object, required, shape } from './shape';
import { anything, integer, oneOf, orExpression, string } from './values';
import { OWN, RECORDED } from './wording';
import { isObject } from '../../json';

const MAX_LABEL_LENGTH = 40;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
// eslint-disable-next-line no-control-regex
const NOT_IN_LABELS = /[\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]/;

/** Distributed iterations are workflows of their own type; inline ones are of the machine's. */
const executionType: Rule = (fields, path, { express, findings }) => {
  const mode = fields.Mode;
  const hasType = fields.ExecutionType !== undefined;
  if (mode === 'DISTRIBUTED' && !hasType) {
    findings.schema(RECORDED.required(['ExecutionType']), path);
  }
  if (mode === 'INLINE' && hasType) {
    findings.schema(RECORDED.unsupportedField('ExecutionType'), path);
  }
  if (mode === 'DISTRIBUTED' && express) {
    findings.schema(RECORDED.distributedMapInExpress, `${path}/Mode`);
  }
};

const PROCESSOR_CONFIG: Shape = shape({
  Comment: anything,
  ExecutionType: oneOf('STANDARD', 'EXPRESS'),
  Mode: oneOf('INLINE', 'DISTRIBUTED'),
}, executionType);

const PROCESSOR: Shape = shape({
  Comment: anything,
  // Belongs to the workflow that the Map state is in, the rest to the one that the states are in.
  ProcessorConfig: anything,
  States: required(anything),
  StartAt: required(string),
});

/** `ItemProcessor`, once called `Iterator`. */
export const itemProcessor: Check = (value, path, context) => {
  const config = isObject(value) ? value.ProcessorConfig : undefined;
  if (config !== undefined) {
    checkShape(config, `${path}/ProcessorConfig`, PROCESSOR_CONFIG, context);
  }
  const express = isObject(config) && config.Mode === 'DISTRIBUTED' && config.ExecutionType === 'EXPRESS';
  context.checkWorkflow(value, path, PROCESSOR, { ...context, express: context.express || express });
};

/** The most bytes of a batch: those of a payload. */
const MAX_BATCH_BYTES = 262_144;

/** A whole number and its `Path` variant. */
export function integerWithPath(name: string, most?: number): FieldTable {
  return { [name]: orExpression(integer(0, most)), [`${name}Path`]: inJsonPath(dataPath) };
}

/** `ItemBatcher`. */
export const itemBatcher: Check = object(shape({
  BatchInput: payload,
  Comment: anything,
  ...integerWithPath('MaxInputBytesPerBatch', MAX_BATCH_BYTES),
  ...integerWithPath('MaxItemsPerBatch'),
}, atMostOneOf('MaxItemsPerBatch', 'MaxItemsPerBatchPath'), atMostOneOf('MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath')));

/** `Label`: names the map run, so it is unique. */
export const label: Check = (value, path, context) => {
  const { findings, labels } = context;
  if (typeof value !== 'string') {
    string(value, path, context);
  } else if ([...value].length > MAX_LABEL_LENGTH) {
    findings.add('INVALID_LABEL_NAME', OWN.labelTooLong(value), path);
  } else if (NOT_IN_LABELS.test(value)) {
    findings.add('INVALID_LABEL_NAME', OWN.labelCharacters(value), path);
  } else if (labels.has(value)) {
    findings.add('DUPLICATE_LABEL_NAME', RECORDED.duplicateLabel(value), path);
  } else {
    labels.add(value);
  }
};
