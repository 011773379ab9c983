import fc from 'fast-check';

// With `PROPERTY_SEED` all property tests try what they tried at that seed before: .ci/run sets it, so that a commit cannot fail by chance.
if (process.env.PROPERTY_SEED) {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.PROPERTY_SEED) });
}
