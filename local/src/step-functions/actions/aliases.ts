import { action } from './action';
import { ARN, DESCRIPTION, NEW_NAME, PAGE } from './members';
import { Alias, noSuchResource } from '../aliases';
import type { MachineEntry } from '../machine-entry';
import { checkArn } from '../names';
import { byArn, page } from '../page';
import type { MemberRule } from '../request';
import { ServiceError } from '../service-error';
import type { StepFunctions } from '../step-functions';

const ROUTES = {
  type: 'list',
  of: { type: 'structure', members: { stateMachineVersionArn: ARN, weight: { type: 'number', required: true, least: 0, most: 100 } } },
  minLength: 1,
  maxLength: 2,
} as const satisfies MemberRule;
const ALIAS_NAME = { ...NEW_NAME, pattern: '^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$' } as const;

/** The actions on aliases. */
export const ALIAS_ACTIONS = {
  CreateStateMachineAlias: action(
    { name: ALIAS_NAME, description: DESCRIPTION, routingConfiguration: { ...ROUTES, required: true } },
    (service, { name, description, routingConfiguration }) => {
      const [{ stateMachineVersionArn }] = routingConfiguration;
      // A route to what is no version is the routes' own error.
      const entry = service.machines.find(stateMachineVersionArn)?.entry ?? service.machines.find(stateMachineVersionArn.replace(/:\d+$/, ''))?.entry;
      if (!entry) {
        throw noSuchResource();
      }
      checkActive(entry);
      const { arn, creationDate } = entry.aliases.create(name, { description, routingConfiguration }, service.now());
      return { creationDate, stateMachineAliasArn: arn };
    },
  ),
  UpdateStateMachineAlias: action(
    { stateMachineAliasArn: ARN, description: DESCRIPTION, routingConfiguration: ROUTES },
    (service, { stateMachineAliasArn, description, routingConfiguration }) => {
      if (description === undefined && routingConfiguration === undefined) {
        throw ServiceError.invalid('Either the description or the routing configuration must be specified');
      }
      const { entry, alias } = aliasOf(service, stateMachineAliasArn);
      checkActive(entry);
      return { updateDate: entry.aliases.update(alias, { description, routingConfiguration }, service.now()).updateDate };
    },
  ),
  DescribeStateMachineAlias: action({ stateMachineAliasArn: ARN }, (service, { stateMachineAliasArn }) => {
    const { alias: { name, description, routingConfiguration, creationDate, updateDate } } = aliasOf(service, stateMachineAliasArn);
    const routes = routingConfiguration.map((route) => ({ ...route }));
    return { creationDate, description, name, routingConfiguration: routes, stateMachineAliasArn, updateDate };
  }),
  DeleteStateMachineAlias: action({ stateMachineAliasArn: ARN }, (service, { stateMachineAliasArn: arn }) => {
    checkAliasArn(arn);
    service.machines.find(arn)?.entry.aliases.delete(arn.slice(arn.lastIndexOf(':') + 1));
    return {};
  }),
  ListStateMachineAliases: action({ stateMachineArn: ARN, ...PAGE }, (service, request) => {
    const { entry, versionArn } = service.machines.get(request.stateMachineArn);
    checkActive(entry);
    const aliases = byArn(versionArn === undefined ? entry.aliases.all : entry.aliases.leadingTo(versionArn));
    const { items, nextToken } = page({ items: aliases, name: `aliases ${request.stateMachineArn}`, keyOf: ({ arn }) => arn }, request);
    return { nextToken, stateMachineAliases: items.map(({ arn, creationDate }) => ({ creationDate, stateMachineAliasArn: arn })) };
  }),
};

function checkActive({ arn, isDeleting }: MachineEntry): void {
  if (isDeleting) {
    throw ServiceError.of('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);
  }
}

function aliasOf({ machines }: StepFunctions, arn: string): { entry: MachineEntry; alias: Alias } {
  checkAliasArn(arn);
  const entry = machines.find(arn)?.entry;
  const alias = entry?.aliases.find(arn);
  if (!entry || !alias) {
    throw noSuchResource();
  }
  return { entry, alias };
}

function checkAliasArn(arn: string): void {
  checkArn(arn, 'stateMachine:[^:]+');
}
