import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Reaper } from '../reaper';

/** How a function's source becomes its code; the names are esbuild's. */
export interface SourceOptions {
  /** The source's file, such as `src/orders.ts`. */
  readonly entryPoint: string;
  readonly external?: readonly string[];
  readonly minify?: boolean;
  readonly target?: string;
  readonly format?: 'cjs' | 'esm';
  /** @default true */
  readonly sourcemap?: boolean;
}

/** What a function is bundled from, and where. */
export interface FunctionSource extends SourceOptions {
  /** The folder that its path is relative to, and where esbuild is looked for. */
  readonly project: string;
  /** Where modules are that are left out of the bundle. */
  readonly moduleFolders: readonly string[];
}

/** What we need of esbuild, which is the user's. */
interface Esbuild {
  context(options: object): Promise<{ watch(): Promise<void>; dispose(): Promise<void> }>;
}

interface Build {
  readonly outputFiles?: readonly { readonly path: string; readonly contents: Uint8Array }[];
  readonly errors: readonly { readonly text: string; readonly location: { readonly file: string; readonly line: number } | null }[];
}

/** A function's TypeScript or JavaScript source, bundled by the user's esbuild whenever it changes. */
export class SourceBundle {
  private folder: string | undefined;
  private building: Promise<string> | undefined;
  private dispose: (() => Promise<void>) | undefined;

  /**
   * @param project the folder where esbuild is looked for
   * @param onBuild called after each build but the first, with what was wrong
   */
  constructor(
    private readonly options: SourceOptions,
    private readonly project: string,
    private readonly reaper: Reaper,
    private readonly onBuild: (fault: string | undefined) => void,
  ) {}

  /**
   * The folder of the bundle, `index.js` or `index.mjs`.
   * @throws Error that says what to do when it cannot be built
   */
  public code(): Promise<string> {
    this.building ??= this.build().catch((error: Error) => {
      // The next event tries again.
      this.building = undefined;
      this.close();
      throw error;
    });
    return this.building;
  }

  public close(): void {
    void this.dispose?.();
    if (this.folder !== undefined) {
      this.reaper.remove(this.folder);
    }
  }

  private async build(): Promise<string> {
    const { entryPoint, external = [], minify = false, target = 'node20', format = 'cjs', sourcemap = true } = this.options;
    const source = resolve(this.project, entryPoint);
    if (!existsSync(source)) {
      throw new Error(`the source ${source} does not exist`);
    }
    const folder = this.reaper.makeFolder();
    this.folder = folder;
    let built!: (build: Build) => void;
    const first = new Promise<Build>((done) => {
      built = done;
    });
    let isFirst = true;
    const context = await this.esbuild().context({
      entryPoints: [source],
      outfile: join(folder, format === 'esm' ? 'index.mjs' : 'index.js'),
      bundle: true,
      // Written here: esbuild deletes what it wrote when a later build fails.
      write: false,
      platform: 'node',
      sourcemap: sourcemap && 'inline',
      logLevel: 'silent',
      format,
      minify,
      target,
      // Lambda's runtime has it.
      external: ['@aws-sdk/*', ...external],
      plugins: [{
        name: 'reload',
        setup: (plugin: { onEnd(callback: (build: Build) => void): void }) => plugin.onEnd((build) => {
          build.outputFiles?.forEach(({ path, contents }) => writeFileSync(path, contents));
          if (isFirst) {
            built(build);
          } else {
            this.onBuild(faultOf(build));
          }
          isFirst = false;
        }),
      }],
    });
    this.dispose = () => context.dispose();
    await context.watch();
    const fault = faultOf(await first);
    if (fault !== undefined) {
      throw new Error(fault);
    }
    return folder;
  }

  private esbuild(): Esbuild {
    try {
      return createRequire(join(this.project, 'index.js'))('esbuild') as Esbuild;
    } catch {
      throw new Error(`esbuild is not in ${this.project}: npm install --save-dev esbuild`);
    }
  }
}

function faultOf({ errors: [error] }: Build): string | undefined {
  return error && `${error.location ? `${error.location.file}:${error.location.line}: ` : ''}${error.text}`;
}
