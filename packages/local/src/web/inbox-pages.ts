import type { KeptMail } from '../stand-ins/mailbox.ts';

/** Every mail, one line each. */
export function listPage(mails: readonly KeptMail[]): string {
  const rows = mails.map(
    (mail) => `<li><a href="/inbox/${mail.key}"><strong>${escaped(mail.subject)}</strong>
<span>to ${escaped(mail.to)}</span> ${timeOf(mail)}</a></li>`,
  );
  const nothing =
    '<p class="quiet">Nothing was sent yet. Invitations and reminders that Concord sends appear here.</p>';
  return shell('Inbox', `<h1>Inbox</h1>${rows.length === 0 ? nothing : `<ul>${rows.join('')}</ul>`}`);
}

/** One mail, as HTML and as text. */
export function mailPage(mail: KeptMail): string {
  return shell(
    mail.subject,
    `<p><a href="/inbox">Inbox</a></p>
<h1>${escaped(mail.subject)}</h1>
<p class="quiet">From ${escaped(mail.from)} to ${escaped(mail.to)}, ${timeOf(mail)}</p>
<iframe title="The mail" sandbox="allow-top-navigation-by-user-activation allow-popups" src="/inbox/${mail.key}/html"></iframe>
<h2>As text</h2>
<pre>${withLinks(escaped(mail.text))}</pre>`,
  );
}

/** What the frame shows: the mail as it was sent. Its links open in the place of the whole page, as out of a mail program. */
export const frameOf = ({ html }: KeptMail): string =>
  html.replace(/^(\s*<!doctype[^>]*>)?/iu, '$1<base target="_top">');

const shell = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} - mails of Concord</title><style>${style}</style></head>
<body><main>${body}</main></body></html>`;

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; } main { max-width: 46rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1rem; margin-top: 2rem; }
ul { list-style: none; padding: 0; } li a { display: block; padding: .75rem 0; border-bottom: 1px solid #8885; text-decoration: none; color: inherit; }
li a:hover strong, li a:focus-visible strong { text-decoration: underline; } li span, time, .quiet { color: light-dark(#555, #aaa); }
iframe { width: 100%; height: 32rem; border: 1px solid #8885; border-radius: .5rem; background: Canvas; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }`;

function timeOf({ at }: KeptMail): string {
  const iso = new Date(at).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/gu, (sign) => entities[sign] ?? sign);

/** Of a text that is escaped already. */
const withLinks = (text: string): string =>
  text.replace(/https?:\/\/(?:(?!&(?:lt|gt|quot|#39);)[^\s<>])+/gu, (url) => `<a href="${url}">${url}</a>`);
