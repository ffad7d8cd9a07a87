import { createHash } from 'node:crypto';
import { type PlainResponse, reply } from '../kernel/plain-http.ts';
import { style } from './style.ts';

export type PageService = 'clio' | 'outlook' | 'google' | 'sandbox';

export type PageOptions = {
  readonly title: string;
  readonly service: PageService;
  /** Trusted HTML: everything that came from outside went through `escapeHtml`. No style or event attributes: the policy forbids them. */
  readonly body: string;
  readonly status?: number;
  /** Said once at the top, for example "Saved". */
  readonly notice?: string;
  /** Enhances the page; the page must work without it. */
  readonly script?: string;
  /** Where forms of this page may lead, besides this sandbox and this machine: an OAuth redirect. */
  readonly formTargets?: readonly string[];
};

const services = {
  clio: { name: 'Clio', banner: 'This is a stand-in for Clio, not Clio. Nothing here reaches a real account.' },
  outlook: {
    name: 'Outlook',
    banner: 'This is a stand-in for Microsoft 365, not Microsoft. Nothing here reaches a real account.',
  },
  google: {
    name: 'Google',
    banner: 'This is a stand-in for Google, not Google. Nothing here reaches a real account.',
  },
  sandbox: {
    name: 'Sandbox',
    banner: 'These are stand-ins for Clio, Microsoft 365 and Google. Nothing here reaches a real account.',
  },
} as const satisfies Record<PageService, { name: string; banner: string }>;

const places = [
  { href: '/clio/contacts', label: 'Clio contacts', service: 'clio' },
  { href: '/clio/calendars', label: 'Calendars', service: 'clio' },
  { href: '/outlook/people', label: 'Outlook people', service: 'outlook' },
  { href: '/outlook/calendar', label: 'Calendar', service: 'outlook' },
  { href: '/outlook/mail', label: 'Mail', service: 'outlook' },
  { href: '/google/contacts', label: 'Google contacts', service: 'google' },
  { href: '/google/calendars', label: 'Calendars', service: 'google' },
  { href: '/google/mail', label: 'Mail', service: 'google' },
  { href: '/awkwardnesses', label: 'Awkwardnesses', service: 'sandbox' },
] as const;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text to HTML, for content and for quoted attributes. NUL, which no page can show, becomes U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character).replaceAll('\0', '\ufffd');
}

/** A whole page in the sandbox's clothes. Strict content policy: inline style and script by their hashes, nothing else. */
export function page(options: PageOptions): PlainResponse {
  const headers = { ...pageHeaders, 'content-security-policy': contentPolicy(options) };
  return reply(document(options), { status: options.status ?? 200, headers });
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

function contentPolicy(options: PageOptions): string {
  const script = options.script === undefined ? "'none'" : hashOf(options.script);
  const targets = ["'self'", 'http://127.0.0.1:*', 'http://localhost:*', ...(options.formTargets ?? [])];
  return [
    "default-src 'none'",
    `style-src ${styleHash}`,
    `script-src ${script}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    `form-action ${targets.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

const styleHash = hashOf(style);

function document({ title, service, body, notice, script }: PageOptions): string {
  const { name, banner } = services[service];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · ${name} stand-in</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body class="${service}">
<a class="skip" href="#main">Skip to the content</a>
<header><p class="banner"><strong>Stand-in.</strong> ${banner}</p>
<div class="top"><a class="brand" href="/">${name}<span>${service === 'sandbox' ? '' : ' sandbox'}</span></a><nav aria-label="Sandbox">${navigation(service)}</nav></div></header>
<main id="main" tabindex="-1">
${notice === undefined ? '' : `<p class="notice" role="status">${escapeHtml(notice)}</p>`}
${body}
</main>
${script === undefined ? '' : `<script>${script}</script>`}
</body>
</html>
`;
}

function navigation(service: PageService): string {
  return places
    .map(({ href, label, service: own }) => {
      const current = own === service && service !== 'sandbox' ? ' aria-current="true"' : '';
      return `<a href="${href}"${current}>${label}</a>`;
    })
    .join('');
}
