/** The events that services of the run send to the default event bus: what all of a kind have in common. To send others, add one. */
export const STATUS_CHANGE = { 'detail-type': 'Step Functions Execution Status Change', 'source': 'aws.states' } as const;

/** What a rule with a schedule hears. */
export const SCHEDULED = { 'detail-type': 'Scheduled Event', 'source': 'aws.events' } as const;
