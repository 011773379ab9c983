import type { JsonObject } from '../json';
import type { TableAnswer } from './table-thread';

type Ask = (action: string, request: JsonObject) => Promise<TableAnswer>;

export const TIME_TO_LIVE_ACTIONS: readonly string[] = ['DescribeTimeToLive', 'UpdateTimeToLive'];

/** Which attribute of tables holds their rows' time to live: what dynalite does not know. */
export class TimeToLive {
  private readonly attributes = new Map<string, string>();

  constructor(private readonly ask: Ask) {}

  /** @param attribute undefined for a table whose rows live for ever */
  public set(table: string, attribute: string | undefined): void {
    if (attribute === undefined) {
      this.attributes.delete(table);
    } else {
      this.attributes.set(table, attribute);
    }
  }

  /** @returns undefined for an action that is not about time to live */
  public async perform(action: string, request: JsonObject): Promise<TableAnswer | undefined> {
    if (action === 'DeleteTable') {
      this.attributes.delete(String(request.TableName));
    }
    if (!TIME_TO_LIVE_ACTIONS.includes(action)) {
      return undefined;
    }
    const table = await this.ask('DescribeTable', { TableName: request.TableName ?? null });
    if (table.status !== 200) {
      return table;
    }
    const name = (table.answer.Table as { readonly TableName: string }).TableName;
    return action === 'DescribeTimeToLive' ? this.describe(name) : this.update(name, request.TimeToLiveSpecification as JsonObject | undefined);
  }

  private describe(table: string): TableAnswer {
    const attribute = this.attributes.get(table);
    const description: JsonObject = attribute === undefined ? { TimeToLiveStatus: 'DISABLED' } : { AttributeName: attribute, TimeToLiveStatus: 'ENABLED' };
    return { status: 200, answer: { TimeToLiveDescription: description } };
  }

  private async update(table: string, specification: JsonObject | undefined): Promise<TableAnswer> {
    const { Enabled: isEnabled, AttributeName: attribute } = specification ?? {};
    if (typeof isEnabled !== 'boolean' || typeof attribute !== 'string' || attribute === '') {
      return invalid('TimeToLiveSpecification must have Enabled and AttributeName');
    }
    const current = this.attributes.get(table);
    if (isEnabled === (current !== undefined)) {
      return invalid(`TimeToLive is already ${isEnabled ? 'enabled' : 'disabled'}`);
    }
    if (!isEnabled && current !== attribute) {
      return invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
    }
    if (isEnabled) {
      this.attributes.set(table, attribute);
    } else {
      this.attributes.delete(table);
    }
    await this.ask('SetTimeToLive', { TableName: table, ...isEnabled && { AttributeName: attribute } });
    return { status: 200, answer: { TimeToLiveSpecification: { AttributeName: attribute, Enabled: isEnabled } } };
  }
}

function invalid(message: string): TableAnswer {
  return { status: 400, answer: { __type: 'com.amazon.coral.validate#ValidationException', message } };
}
