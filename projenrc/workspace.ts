import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awscdk, TextFile } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';

/** An npm package of this repository beside the library. */
export interface WorkspaceOptions {
  readonly folder: string;
  readonly title: string;
  /** The task that compiles it. */
  readonly compile: string;
}

/** What packages of the repository have in common: a release publishes all of them, under the version that the library's wrote. */
export function publishWorkspace(project: awscdk.AwsCdkConstructLibrary, { folder, title, compile }: WorkspaceOptions): void {
  // npm packs a workspace's own licence file only.
  const licence = readFileSync(join(require.resolve('projen/package.json'), '..', 'license-text', 'Apache-2.0.txt'), 'utf8');
  new TextFile(project, `${folder}/LICENSE`, { lines: licence.split('\n') });

  project.release?.addJobs({
    [`release_${folder}`]: {
      name: `Publish ${title} to npm`,
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
        { run: `npx projen ${compile}` },
        { run: `npm --prefix ${folder} pkg set version=$(cat dist/version.txt)` },
        { run: `npm publish ./${folder} --access public --provenance` },
      ],
    },
  });
}
