import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App } from 'aws-cdk-lib';
import { DemoStack } from './demo/demo-stack';

const app = new App();
new IntegTest(app, 'DemoTest', { testCases: [new DemoStack(app, 'Demo')] });
app.synth();
