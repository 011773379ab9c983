/** The leaves: what several folders need. They import other leaves only. */
const LEAVES = [
  'bounded-regex.ts', 'java-random.ts', 'java-regex.ts', 'json.ts', 'json-syntax', 'jsonpath', 'limits.ts', 'log-entry.ts', 'guard.ts', 'observer.ts', 'reaper.ts',
  'wildcard.ts',
];

/** What else folders of the local run may import, beside themselves. What is not named, such as `run.ts`, may import all of `local/src`. */
const LOCAL_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  'local-client.ts': [],
  'log-format.ts': [],
  'cdk-app': ['watch'],
  'watch': ['template'],
  'vtl': [],
  'api-description': ['template', 'vtl'],
  'states': [],
  'template': [],
  'tls': [],
  'iam': [],
  'rights': ['aws', 'iam', 'template'],
  'aws': ['states'],
  'console': ['aws', 'states'],
  'dynamodb': ['aws', 'template'],
  'event-bridge': ['aws', 'rights', 'states', 'template'],
  'event-sources': ['aws', 'event-bridge', 'template'],
  'front-door': ['aws', 'rights'],
  'provisioning': ['aws', 'dynamodb', 'event-sources', 'template'],
  'step-functions': ['aws', 'states', 'template'],
  'tasks': ['aws', 'rights', 'states', 'template'],
  'functions': ['aws', 'template'],
  'gateway': ['aws', 'iam', 'rights', 'states', 'template', 'tls', 'vtl'],
};

interface Zone {
  readonly target: string;
  readonly from: string;
  readonly except?: readonly string[];
  readonly message: string;
}

/** Who may import what, for the rule `import/no-restricted-paths`. */
export const importZones: readonly Zone[] = [
  ...['local', 'client', 'test', 'bench'].map((from) => ({ target: './src', from: `./${from}`, message: 'the library knows only aws-cdk-lib and constructs' })),
  ...['src', 'client', 'test', 'bench'].map((from) => ({ target: './local/src', from: `./${from}`, message: 'the local run plays any template: it knows nothing of the library' })),
  ...['src', 'local', 'test', 'bench'].map((from) => ({ target: './client/src', from: `./${from}`, message: 'the client speaks with any API: it knows nothing of the others' })),
  {
    target: './local/console',
    from: './local/src',
    except: ['./console/wire.ts'],
    message: "the console's page and the run know what they say to each other, and nothing else",
  },
  ...[...LEAVES.map((leaf) => [leaf, []] as const), ...Object.entries(LOCAL_IMPORTS)].map(([folder, allowed]) => ({
    target: `./local/src/${folder}`,
    from: './local/src',
    except: [...new Set([folder, ...LEAVES, ...allowed])].map((name) => `./${name}`),
    message: `local/src/${folder} may import ${['leaves', ...allowed].join(', ')}: services know each other through what run.ts hands them`,
  })),
];
