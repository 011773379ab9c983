import { resolve } from 'node:path';
import { accountOf } from './account';
import { Endpoints } from './aws/endpoints';
import { withEnvVars } from './env-vars';
import { functionSettings, moduleFolders } from './function-settings';
import type { UnpackedCode } from './functions';
import type { LocalRunOptions } from './local-run-options';
import type { RunOptions } from './run';
import { loadTemplate, NO_TEMPLATE, TemplateLoadError } from './template';

/**
 * Reads the template of a run as it is now, and all that its options name.
 *
 * @throws TemplateLoadError with all that is wrong with the template or an endpoint
 * @throws OptionsError for functions that the template does not have
 */
export function loadRun(options: LocalRunOptions, code: UnpackedCode): RunOptions & { readonly objects: string | undefined } {
  const { template: path, parameters, values: valuesFile, root, stacks: stackNames, account, region, host = '127.0.0.1' } = options;
  const { mocks, data, endpoints: given = {}, allowAws = false, allowedHosts = [], allowedOrigins = [] } = options;
  const environment = { accountId: account, region };
  const template = path === undefined
    ? NO_TEMPLATE : withEnvVars(loadTemplate(path, { parameters, valuesFile, root, stackNames, environment }), options.envVars);
  const place = accountOf(template, region, account);
  const { s3, ...others } = given;
  // Amazon S3 may be a folder instead.
  const urls = s3 !== undefined && /^https?:/.test(s3) ? given : others;
  const endpoints = new Endpoints({ given: urls, environment: process.env, allowAws, account: place.accountId });
  if (endpoints.faults.length > 0) {
    throw new TemplateLoadError(endpoints.faults);
  }
  const objects = s3 ?? endpoints.url('s3');
  return {
    template,
    account: place,
    host,
    allowedHosts,
    allowedOrigins,
    mocks,
    endpoints,
    objects,
    functions: {
      ...functionSettings(options, template.functions),
      runsCode: options.runFunctions ?? true,
      // An app's output may lie outside of its project.
      moduleFolders: [...new Set([path, root].flatMap((folder) => (folder === undefined ? [] : moduleFolders(resolve(folder)))))],
      code,
    },
    data,
    schedules: options.schedules ?? false,
    provisions: options.provision ?? false,
    identities: options.identities ?? {},
    requiresSignature: options.auth ?? false,
    checksRights: options.iam ?? true,
  };
}
