import { join } from 'node:path';
import { folderOf } from './support';
import { missingModuleHint } from '../../src/functions/missing-module';

function hint(errorMessage: string, files: Readonly<Record<string, string>>, at = '', handler = 'app.handler'): string | undefined {
  const root = folderOf(files);
  const folder = join(root, at);
  const description = JSON.stringify({ errorType: 'Runtime.ImportModuleError', errorMessage });
  return missingModuleHint(description, { logicalId: 'Orders', handler, folder, isInline: false })?.replaceAll(root, '<root>');
}

const UUID = "Error: Cannot find module 'uuid'\nRequire stack:\n- app.js";

test.each([
  ['a SAM function before npm install', UUID, { 'hello/package.json': '{"dependencies":{"uuid":"1"}}' }, 'hello', 'uuid is not there: npm install in <root>/hello'],
  ['with a lock file', UUID, { 'hello/package.json': '{"dependencies":{"uuid":"1"}}', 'hello/package-lock.json': '{}' }, 'hello', 'uuid is not there: npm ci in <root>/hello'],
  ['a CDK asset, whose project has it not', UUID, { 'package.json': '{}', 'cdk.out/asset.1/index.js': '' }, 'cdk.out/asset.1', 'uuid is not there: npm install uuid in <root>'],
  ['a package.json that is broken', UUID, { 'package.json': '{' }, '', 'uuid is not there: npm install uuid in <root>'],
  ['a part of a scoped package', "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@a/b/c' imported from app.mjs", { 'package.json': '{"devDependencies":{"@a/b":"1"}}' }, '',
    '@a/b is not there: npm install in <root>'],
  ["Lambda's SDK", "Cannot find module '@aws-sdk/client-sqs'", { 'package.json': '{}' }, '',
    "Lambda's runtime has @aws-sdk/client-sqs, this machine has not: npm install --save-dev @aws-sdk/client-sqs"],
  ['Python, with requirements', "Unable to import module 'app': No module named 'requests'", { 'requirements.txt': 'requests' }, '',
    'requests is not there: python3 -m pip install -r <root>/requirements.txt -t <root>'],
  ['Python, without', "Unable to import module 'app': No module named 'requests.adapters'", { 'app.py': '' }, '',
    'requests is not there: python3 -m pip install requests -t <root>'],
  ['the handler itself, in TypeScript', "Error: Cannot find module 'app'", { 'app.ts': '' }, '',
    '<root>/app is not there, only its source: build the code first, or give --function-source Orders=<root>/app.ts'],
  ['the handler itself', "Error: Cannot find module 'app'", {}, '', '<root>/app is not there: build the code first'],
  ["Python's handler itself", "Unable to import module 'app': No module named 'app'", {}, '', '<root>/app is not there: build the code first'],
])('%s', (_name, message, files, at, expected) => {
  expect(hint(message, files, at)).toBe(expected);
});

test('a handler in a folder', () => {
  expect(hint("Error: Cannot find module 'app'", { 'src/app.mts': '' }, '', 'src/app.handler')).toMatch(/--function-source Orders=<root>\/src\/app\.mts$/);
});

test.each(['no JSON', '{"errorType":"TypeError","errorMessage":"Cannot find module \'x\'"}', 'null'])('another error: %s', (description) => {
  expect(missingModuleHint(description, { logicalId: 'Orders', handler: 'app.handler', folder: '/', isInline: false })).toBeUndefined();
});

test('code that stands in the template has one name', () => {
  const description = '{"errorType":"Runtime.ImportModuleError","errorMessage":"Unable to import module \'lambda_function\': No module named \'lambda_function\'"}';
  expect(missingModuleHint(description, { logicalId: 'Orders', handler: 'lambda_function.handler', folder: '/', isInline: true }))
    .toBe('code that stands in the template is the module index: its Handler must be index.<function>, not lambda_function.handler');
});

test('the program of a custom runtime that is not there', () => {
  const root = folderOf({ bootstrap: '' });
  const fault = (command: string): string => JSON.stringify({ errorType: 'Runtime.InvalidEntrypoint', errorMessage: `RequestId: 1 Error: spawn ${command} ENOENT` });
  const failed = { logicalId: 'Orders', handler: 'bootstrap', folder: root, isInline: false };
  expect(missingModuleHint(fault(join(root, 'main')), failed)).toBe(`${join(root, 'main')} is not there: build the code first`);
  // The interpreter that it names is missing, or one of the PATH.
  expect(missingModuleHint(fault(join(root, 'bootstrap')), failed)).toBeUndefined();
  expect(missingModuleHint(fault('python3'), failed)).toBeUndefined();
});
