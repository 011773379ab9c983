import { strict as assert } from 'node:assert';
import { connect } from '../../client/lib/index.mjs';
import { converse } from './converse.cjs';

await converse(assert, connect, process.argv[2]);
console.log(`Node ${process.version} by import`);
