import { awscdk, Component } from 'projen';

/**
 * Builds and unit-tests the library at the newest aws-cdk-lib; everything else runs at the floor, which is what is installed.
 *
 * In a folder below the project, so that Node finds the newest CDK there, and every other package where it is anyway.
 */
export class NewestCdk extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const folder = '.newest-cdk';
    project.gitignore.exclude(`/${folder}/`);
    const task = project.addTask('test:newest-cdk', { description: 'Build and unit-test the library at the newest aws-cdk-lib' });
    task.exec(`rm -rf ${folder} && mkdir -p ${folder}/local ${folder}/client ${folder}/bench`);
    task.exec(`npm install --prefix ${folder} --no-package-lock --no-audit --no-fund --loglevel=error aws-cdk-lib@latest constructs@latest`);
    task.exec(`cp -R package.json README.md LICENSE tsconfig.dev.json src test docs ${folder}/ && cp -R local/package.json local/bootstraps local/src ${folder}/local/`);
    task.exec(`cp -R client/package.json client/protocol client/src ${folder}/client/ && cp bench/scaling.ts ${folder}/bench/`);
    // What npm has put there and not at the root.
    task.exec(`[ ! -d local/node_modules ] || ln -s "$PWD/local/node_modules" ${folder}/local/node_modules`);
    task.exec('jsii --silence-warnings=reserved-word', { cwd: folder });
    // The newest CDK validates each template that is synthesized, and only warns: the examples are validated at it, and fail on what is found.
    task.exec('jest --ci --coverage=false', { cwd: folder, env: { CDK_VALIDATION: 'false' } });
  }
}
