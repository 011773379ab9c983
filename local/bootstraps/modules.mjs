// Where `import` finds what Lambda has beside the function's own code: layers, and the AWS SDK. (`require` finds them by NODE_PATH.)
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folders = (process.env.NODE_PATH ?? '').split(delimiter).filter((folder) => folder !== '');

export async function resolve(specifier, context, nextResolve) {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || /^[./]|^[a-z][a-z+.-]*:/i.test(specifier)) {
      throw error;
    }
    for (const folder of folders) {
      try {
        // As from a module beside that node_modules: `exports` and conditions count.
        return await nextResolve(specifier, { ...context, parentURL: pathToFileURL(join(folder, '..', 'index.mjs')).href });
      } catch {
        try {
          return { url: pathToFileURL(createRequire(join(folder, 'index.js')).resolve(specifier)).href, shortCircuit: true };
        } catch {
          // The next folder may have it.
        }
      }
    }
    throw error;
  }
}
