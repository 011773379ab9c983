import { awscdk, Component } from 'projen';

/**
 * Builds and unit-tests the library against the newest aws-cdk-lib, beside the floor that the project itself is installed with.
 */
export class NewestCdk extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    project.addTask('test:newest-cdk', {
      description: 'Build and unit-test the library at the newest aws-cdk-lib',
      exec: 'tsx projenrc/test-newest-cdk.ts',
    });
  }
}
