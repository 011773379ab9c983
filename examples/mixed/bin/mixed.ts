import { App } from 'aws-cdk-lib';
import { MixedStack } from '../lib/mixed-stack';

new MixedStack(new App(), 'Mixed');
