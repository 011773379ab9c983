import { awscdk, Component } from 'projen';
import type { Job } from 'projen/lib/github/workflows-model';

const JOB = 'release_npm';

/** The release to npm without a registry's address: the publisher's default is the right one, and its host has no place in this repository. */
export class NpmRelease extends Component {
  constructor(private readonly library: awscdk.AwsCdkConstructLibrary) {
    super(library);
  }

  /** The workflow's jobs are there from now on. */
  public preSynthesize(): void {
    const workflow = this.library.github?.tryFindWorkflow('release');
    const { steps } = workflow?.getJob(JOB) as Job;
    const step = steps.find(({ name }) => name === 'Release');
    if (!step?.env?.NPM_REGISTRY) {
      throw new Error(`the job ${JOB} has no step "Release" with NPM_REGISTRY; it has ${steps.map(({ name }) => name).join(', ')}`);
    }
    delete step.env.NPM_REGISTRY;
  }
}
