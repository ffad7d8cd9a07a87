import { readdirSync, readFileSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import { extname, join, sep } from 'node:path';

export type Page = { readonly status: number; readonly headers: OutgoingHttpHeaders; readonly body: Buffer };
/** Answers a path with a file of the console; any path without an ending is a place inside the page. */
export type Site = (path: string) => Page;

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The component library writes style elements, hence the one exception. */
const policy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export const securityHeaders = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** Reads the folder once: what is not in it cannot be asked for. */
export function createSite(dir: string): Site {
  const pages = new Map(filesOf(dir).map((file) => [`/${file.split(sep).join('/')}`, toPage(dir, file)]));
  const index = pages.get('/index.html') ?? missing;
  return (path) => pages.get(path) ?? (extname(path) === '' ? index : missing);
}

const filesOf = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));

function toPage(dir: string, file: string): Page {
  const contentType = contentTypes[extname(file)] ?? 'application/octet-stream';
  // Names below assets/ carry a hash of their content, and so never change it.
  const isForever = file.startsWith(`assets${sep}`);
  const cache = isForever ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = { ...securityHeaders, 'content-type': contentType, 'cache-control': cache };
  return { status: 200, headers, body: readFileSync(join(dir, file)) };
}

/** No page at all. */
export const noSite: Site = () => missing;

const missing: Page = {
  status: 404,
  headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from('There is nothing at this address.'),
};
