import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const pictures = join(import.meta.dirname, '../../docs/screenshots');

export const widths = { wide: { width: 1120, height: 860 }, phone: { width: 360, height: 740 } } as const;

type Look = { readonly width: keyof typeof widths; readonly colorScheme: 'light' | 'dark' };

const isForPictures = process.env.CONCORD_SCREENSHOTS === '1';

/** Every page is looked at in each of these; the other two pairings are looked at when pictures are made. */
export const looks: readonly Look[] = [
  { width: 'wide', colorScheme: 'light' },
  ...(isForPictures ? ([{ width: 'wide', colorScheme: 'dark' }] as const) : []),
  ...(isForPictures ? ([{ width: 'phone', colorScheme: 'light' }] as const) : []),
  { width: 'phone', colorScheme: 'dark' },
];

/** What axe-core finds wrong with the page as it is now, one line for each thing; empty when nothing. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await runAxe(page);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} (${node.failureSummary})`));
}

/** How many pixels the page can be moved sideways. */
export async function sidewaysPixels(page: Page): Promise<number> {
  return await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** The tallest picture that still reads well in a document, in pixels. */
const tallest = 1280;

/** Keeps a picture for the documentation, when asked to by CONCORD_SCREENSHOTS=1. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (!isForPictures) return;
  await mkdir(pictures, { recursive: true });
  await page.evaluate('window.scrollTo(0, 0)');
  const [width, height] = await page.evaluate<[number, number]>('[innerWidth, document.documentElement.scrollHeight]');
  const clip = { x: 0, y: 0, width, height: Math.min(height, tallest) };
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, clip });
}

type AxeResult = {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
};

/** Through the debugger, which the page's own policy does not bind. */
async function runAxe(page: Page): Promise<AxeResult> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(await axeSource());
  return await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
}

let source: Promise<string> | undefined;

function axeSource(): Promise<string> {
  source ??= readFile(axeFile, 'utf8').then((text) => `${text};undefined`);
  return source;
}
