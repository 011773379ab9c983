import { existsSync } from 'node:fs';
import { Browser, chromium } from 'playwright-core';

/** Where Chromium is on machines that have it. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Starts the machine's Chromium; undefined where there is none. `CHROMIUM` says where another is. */
export async function startChromium(): Promise<Browser | undefined> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) {
    return undefined;
  }
  // Root, as in CI, has no sandbox: the pages are our own.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
