import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

export type OpenBrowser = { readonly browser: Browser; readonly close: () => Promise<void> };

/** Flags that the package sets for Lambda and that would make this another browser than people have. */
const unwanted = new Set(['--single-process', '--disable-web-security', '--allow-running-insecure-content']);

/** A real browser from npm alone. `close` ends it and removes what it left. */
export async function openBrowser(): Promise<OpenBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'concord-browser-'));
  const executablePath = await chromium.executablePath();
  const browser = await launch({
    executablePath,
    args: [...chromium.args.filter((flag) => !unwanted.has(flag)), '--no-sandbox', '--disable-background-networking'],
    env: { ...process.env, FONTCONFIG_FILE: await writeFontSettings(folder) },
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { browser, close };
}

/** Another test may be unpacking the browser at this moment: the file is there before it is whole. */
async function launch(options: Parameters<typeof playwright.launch>[0]): Promise<Browser> {
  for (let attempt = 1; attempt < 10; attempt++) {
    try {
      return await playwright.launch(options);
    } catch {
      await sleep(1000);
    }
  }
  return await playwright.launch(options);
}

/**
 * The package brings Open Sans (unpacked beside the browser): pictures look alike on every machine. The machine's own
 * fonts fill in the scripts that it lacks.
 */
async function writeFontSettings(folder: string): Promise<string> {
  const prefer = ['system-ui', 'sans-serif'].map(
    (family) => `<alias><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`,
  );
  const file = join(folder, 'fonts.conf');
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    <dir>${join(tmpdir(), 'fonts')}</dir><dir>/usr/share/fonts</dir><dir>/System/Library/Fonts</dir>
    <cachedir>${join(folder, 'cache')}</cachedir>${prefer.join('')}</fontconfig>`,
  );
  return file;
}
