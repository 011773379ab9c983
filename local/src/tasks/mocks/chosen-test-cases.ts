import type { MockConfiguration, TestCase } from './mock-configuration';
import type { TaskState } from '../tasks';

/** Which test case each machine and each execution plays. */
export class ChosenTestCases {
  /** The configuration's machines of the template, by ARN: there they go by logical ids, too. */
  private readonly ofTemplate = new Map<string, ReadonlyMap<string, TestCase>>();

  /**
   * @param configuration the test cases, by the names of machines
   * @param testCase what machines play that have it; others play their first. @default - all play their first
   */
  constructor(private readonly configuration: MockConfiguration, private readonly testCase?: string) {}

  public add(stateMachineArn: string, cases: ReadonlyMap<string, TestCase>): void {
    this.ofTemplate.set(stateMachineArn, cases);
  }

  /** The test cases of a machine, also of one that was made by a request. */
  public of(stateMachineArn: string): ReadonlyMap<string, TestCase> {
    return this.ofTemplate.get(stateMachineArn) ?? this.configuration.get(stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1)) ?? new Map();
  }

  /** @param asked the test case that the execution was started with */
  public get({ stateMachineArn }: TaskState, asked?: string): TestCase | undefined {
    const cases = this.of(stateMachineArn);
    const [first] = cases.values();
    return cases.get(asked ?? this.testCase ?? '') ?? first;
  }
}
