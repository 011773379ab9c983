import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awscdk, Component, JsonFile, TextFile } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';

/**
 * The local run as an npm workspace: one `npm ci` at the root sets both packages up, one release publishes both under the same version.
 */
export class LocalPackage extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    project.package.addField('workspaces', ['local']);

    new JsonFile(project, 'local/package.json', {
      marker: true,
      obj: {
        name: 'websocket-step-functions-local',
        version: '0.0.0',
        description: 'Plays a CloudFormation template with a WebSocket API and Step Functions on your machine, as AWS would',
        author: project.package.manifest.author,
        license: 'Apache-2.0',
        repository: { ...project.package.manifest.repository, directory: 'local' },
        homepage: `${project.package.manifest.homepage}/tree/main/local#readme`,
        keywords: ['aws', 'websocket', 'apigateway', 'stepfunctions', 'local', 'emulator', 'cloudformation', 'asl', 'vtl'],
        engines: { node: '>= 20.0.0' },
        main: 'lib/index.js',
        types: 'lib/index.d.ts',
        bin: { 'websocket-step-functions-local': 'lib/cli.js' },
        files: ['lib'],
        dependencies: {
          '@cfworker/json-schema': '^4.1.6',
          'commander': '^14.0.3',
          'jsonata': '^2.2.2',
          'ws': '^8.23.0',
          'yaml': '^2.9.1',
        },
        devDependencies: {
          '@aws-sdk/client-apigatewaymanagementapi': '^3.1169.0',
          '@types/ws': '^8',
          'fast-check': '^4.10.2',
        },
      },
    });

    new JsonFile(project, 'local/tsconfig.json', {
      obj: {
        extends: '../tsconfig.dev.json',
        compilerOptions: { rootDir: 'src', outDir: 'lib', declaration: true, inlineSourceMap: false, inlineSources: false, stripInternal: true },
        include: ['src/**/*.ts'],
        exclude: ['lib', 'node_modules'],
      },
    });

    // npm packs a workspace's own licence file only.
    const licence = readFileSync(join(require.resolve('projen/package.json'), '..', 'license-text', 'Apache-2.0.txt'), 'utf8');
    new TextFile(project, 'local/LICENSE', { lines: licence.split('\n') });

    const compile = project.addTask('compile:local', { description: 'Compile the local run to local/lib', exec: 'tsc -p local/tsconfig.json' });
    project.compileTask.spawn(compile);

    // Published after the library, under the version that its release wrote.
    project.release?.addJobs({
      release_local: {
        name: 'Publish the local run to npm',
        needs: ['release', 'release_npm'],
        runsOn: ['ubuntu-latest'],
        environment: 'release',
        permissions: { idToken: JobPermission.WRITE, contents: JobPermission.READ },
        if: "needs.release.outputs.tag_exists != 'true' && needs.release.outputs.latest_commit == github.sha",
        steps: [
          { uses: 'actions/checkout@v5' },
          { uses: 'actions/setup-node@v7.0.0', with: { 'node-version': '22' } },
          { uses: 'actions/download-artifact@v6', with: { 'artifact-ids': '${{ needs.release.outputs.artifact_id }}', 'path': 'dist' } },
          { run: 'npm ci' },
          { run: 'npx projen compile:local' },
          { run: 'npm --prefix local pkg set version=$(cat dist/version.txt)' },
          { run: 'npm publish ./local --access public --provenance' },
        ],
      },
    });
  }
}
