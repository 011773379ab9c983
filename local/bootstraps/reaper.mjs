// Ends what the local run has started and removes what it has made when the run has gone, however it went: the pipe from it closes even when it
// is killed. Lines on the pipe: `+<pid>` for a process that has started and `-<pid>` for one that has ended; the same with a path in quotes.
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';

const kept = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {});
}
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const what = JSON.parse(line.slice(1));
  if (line.startsWith('+')) {
    kept.add(what);
  } else {
    kept.delete(what);
  }
});
lines.on('close', async () => {
  for (const pid of kept) {
    if (typeof pid === 'number') {
      end(pid);
    }
  }
  // Whoever was writing into a folder has ended by now, or will in a moment.
  const paths = [...kept].filter((what) => typeof what === 'string');
  await Promise.allSettled(paths.map((path) => rm(path, { recursive: true, force: true, maxRetries: 10 })));
  process.exit(0);
});

function end(pid) {
  try {
    // Each leads a group of its own, where there are groups.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
