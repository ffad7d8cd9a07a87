import { readdirSync, readFileSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import { extname, join, sep } from 'node:path';
import type { PageFolder, PagePart } from '../template/page-part.ts';

export type Page = { readonly status: number; readonly headers: OutgoingHttpHeaders; readonly body: Buffer };
/** Answers a path with a file of the console; any path without an ending is a place inside the page. */
export type Site = (path: string) => Page;
type Headers = PagePart['headers'];

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

/** Reads the folders once: what is not in them cannot be asked for. */
export function createSite({ folders, headers }: PagePart): Site {
  const pages = new Map(folders.flatMap((folder) => pagesIn(folder, headers)));
  const missing = notFound(headers);
  const index = pages.get('/index.html') ?? missing;
  return (path) => pages.get(path) ?? (extname(path) === '' ? index : missing);
}

const pagesIn = ({ dir, prefix, cacheControl }: PageFolder, headers: Headers): (readonly [string, Page])[] =>
  filesOf(dir).map((file) => [
    `/${prefix}${file.split(sep).join('/')}`,
    toPage(join(dir, file), { ...headers, 'cache-control': cacheControl }),
  ]);

const filesOf = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));

function toPage(file: string, headers: Headers): Page {
  const contentType = contentTypes[extname(file)] ?? 'application/octet-stream';
  return { status: 200, headers: { ...headers, 'content-type': contentType }, body: readFileSync(file) };
}

const notFound = (headers: Headers): Page => ({
  status: 404,
  headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from('There is nothing at this address.'),
});
