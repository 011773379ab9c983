const { strict: assert } = require('node:assert');
const { connect } = require('../../client');
const { converse } = require('./converse.cjs');

converse(assert, connect, process.argv[2]).then(() => console.log(`Node ${process.version} by require`));
