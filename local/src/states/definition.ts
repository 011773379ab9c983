import type { Json, JsonObject } from '../json';

/**
 * A definition that `validateDefinition` has accepted: the fields that the compiler reads, with the types that it may rely on.
 *
 * Nothing here inherits anything, so a field is read by its plain name and is there only where the definition has it.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
 */
export interface MachineDefinition extends WorkflowDefinition {
  readonly QueryLanguage?: LanguageName;
  readonly TimeoutSeconds?: number;
}

/** States with a start: a machine, a branch or an item processor. */
export interface WorkflowDefinition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateFields>>;
}

/** The name of a query language. */
export type LanguageName = 'JSONPath' | 'JSONata';

/** The fields of a state of any type. */
export type StateFields = ChoiceFields | FailFields | MapFields | ParallelFields | PassFields | SucceedFields | TaskFields | WaitFields;

/** What a state, a rule or a catcher leaves behind. */
export interface DepartureFields {
  readonly Assign?: JsonObject;
  readonly Output?: Json;
  readonly OutputPath?: string | null;
  readonly ResultPath?: string | null;
}

/** How data flows through a state. Which of these fields it may have depends on its type and its language. */
export interface DataFlowFields extends DepartureFields {
  readonly QueryLanguage?: LanguageName;
  readonly Arguments?: Json;
  readonly InputPath?: string | null;
  readonly Parameters?: Json;
  readonly ResultSelector?: Json;
}

/** `Retry` and `Catch`. */
export interface ErrorHandlingFields {
  readonly Retry?: readonly RetrierFields[];
  readonly Catch?: readonly CatcherFields[];
}

export interface RetrierFields {
  readonly ErrorEquals: readonly string[];
  readonly BackoffRate?: number;
  readonly IntervalSeconds?: number;
  readonly JitterStrategy?: 'NONE' | 'FULL';
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
}

export interface CatcherFields extends DepartureFields {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

/** Where a state leads; one without `Next` ends its workflow. */
interface TransitionFields {
  readonly Next?: string;
}

export interface PassFields extends DataFlowFields, TransitionFields {
  readonly Type: 'Pass';
  readonly Result?: Json;
}

export interface SucceedFields extends DataFlowFields {
  readonly Type: 'Succeed';
}

export interface FailFields {
  readonly Type: 'Fail';
  readonly QueryLanguage?: LanguageName;
  readonly Cause?: string;
  readonly CausePath?: string;
  readonly Error?: string;
  readonly ErrorPath?: string;
}

/** A number, given as such or as an expression. */
type NumberField = number | string;

export interface WaitFields extends DataFlowFields, TransitionFields {
  readonly Type: 'Wait';
  readonly Seconds?: NumberField;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

export interface TaskFields extends DataFlowFields, ErrorHandlingFields, TransitionFields {
  readonly Type: 'Task';
  readonly Credentials?: Json;
  readonly HeartbeatSeconds?: NumberField;
  readonly HeartbeatSecondsPath?: string;
  readonly Resource: string;
  readonly TimeoutSeconds?: NumberField;
  readonly TimeoutSecondsPath?: string;
}

export interface ChoiceFields extends DataFlowFields {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRuleFields[];
  readonly Default?: string;
}

/** A combination of rules, a comparison of JSONPath, or an expression of JSONata. */
export interface RuleFields {
  readonly And?: readonly RuleFields[];
  readonly Or?: readonly RuleFields[];
  readonly Not?: RuleFields;
  readonly Variable?: string;
  readonly IsPresent?: boolean;
  /** A comparison with a literal, or with what a path leads to. */
  readonly [operator: string]: unknown;
}

/** A rule that says where to go on. */
export interface ChoiceRuleFields extends RuleFields, DepartureFields {
  readonly Next: string;
  readonly Condition?: Json;
}

export interface ParallelFields extends DataFlowFields, ErrorHandlingFields, TransitionFields {
  readonly Type: 'Parallel';
  readonly Branches: readonly WorkflowDefinition[];
}

export interface MapFields extends DataFlowFields, ErrorHandlingFields, TransitionFields {
  readonly Type: 'Map';
  readonly ItemBatcher?: BatcherFields;
  readonly ItemProcessor?: ProcessorDefinition;
  readonly ItemReader?: ReaderFields;
  readonly Items?: Json;
  readonly ItemsPath?: string;
  readonly ItemSelector?: Json;
  /** The old name of `ItemProcessor`. */
  readonly Iterator?: ProcessorDefinition;
  readonly Label?: string;
  readonly MaxConcurrency?: NumberField;
  readonly MaxConcurrencyPath?: string;
  readonly ResultWriter?: WriterFields;
  readonly ToleratedFailureCount?: NumberField;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: NumberField;
  readonly ToleratedFailurePercentagePath?: string;
}

export interface ProcessorDefinition extends WorkflowDefinition {
  readonly ProcessorConfig?: {
    readonly Mode?: 'INLINE' | 'DISTRIBUTED';
    readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
  };
}

export interface BatcherFields {
  readonly BatchInput?: Json;
  readonly MaxInputBytesPerBatch?: NumberField;
  readonly MaxInputBytesPerBatchPath?: string;
  readonly MaxItemsPerBatch?: NumberField;
  readonly MaxItemsPerBatchPath?: string;
}

/** What an action of Amazon S3 is called with. An object without fields is like none. */
interface StorageFields {
  readonly Arguments?: Json;
  readonly Parameters?: Json;
  readonly Resource?: string;
}

export interface ReaderFields extends StorageFields {
  readonly ReaderConfig?: ReaderConfig;
}

export interface ReaderConfig {
  readonly CSVDelimiter?: string;
  readonly CSVHeaderLocation?: string;
  readonly CSVHeaders?: readonly string[];
  readonly InputType?: string;
  /** A JSON Pointer to the array. */
  readonly ItemsPointer?: string;
  readonly MaxItems?: NumberField;
  readonly MaxItemsPath?: string;
  /** Whether the items are in the objects of a list, not the objects themselves. */
  readonly Transformation?: string;
}

export interface WriterFields extends StorageFields {
  readonly WriterConfig?: {
    readonly OutputType?: 'JSON' | 'JSONL';
    readonly Transformation?: 'NONE' | 'COMPACT' | 'FLATTEN';
  };
}
