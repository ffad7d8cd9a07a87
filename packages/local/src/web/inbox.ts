import type { KeptMail, Mailbox } from '../stand-ins/mailbox.ts';
import { frameOf, listPage, mailPage } from './inbox-pages.ts';
import type { Page } from './site.ts';

/** Answers /inbox, /inbox/{mail} and /inbox/{mail}/html; undefined for any other path. */
export type Inbox = (path: string) => Page | undefined;

/** What was sent, to be read: in the place of everybody's own mail program. */
export function createInbox(mailbox: Mailbox): Inbox {
  return (path) => {
    const [, key, part] = /^\/inbox(?:\/([\w-]{1,64})(\/html)?)?\/?$/u.exec(path) ?? [];
    if (key === undefined) return path === '/inbox' || path === '/inbox/' ? page(listPage(mailbox.list())) : undefined;
    const mail = mailbox.list().find((each) => each.key === key);
    if (mail === undefined) return { ...page(listPage(mailbox.list())), status: 404 };
    return part === undefined ? page(mailPage(mail)) : frame(mail);
  };
}

const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";
/** Whoever opens this address without the frame is in the same sandbox: no scripts, no origin of ours. */
const framePolicy =
  "sandbox allow-top-navigation-by-user-activation allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'";

const securityHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;
const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } as const;
const page = (body: string): Page => ({
  status: 200,
  headers: { ...securityHeaders, ...html, 'content-security-policy': `${pagePolicy}; frame-ancestors 'none'` },
  body: Buffer.from(body),
});
const frame = (mail: KeptMail): Page => ({
  status: 200,
  headers: { ...securityHeaders, ...html, 'content-security-policy': framePolicy },
  body: Buffer.from(frameOf(mail)),
});
