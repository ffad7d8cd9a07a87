import type { PlainResponse } from '../../../kernel/plain-http.ts';
import { liveList } from '../../../pages/live-list.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import type { GoogleAccount } from '../../directory.ts';
import type { GoogleMailbox, GoogleMessage } from '../../google-mailbox.ts';
import { headerOf } from '../mailbox/stored-message.ts';

export type MailListPage = {
  readonly account: GoogleAccount;
  readonly accounts: readonly GoogleAccount[];
  readonly mailbox: GoogleMailbox;
  readonly label: string;
  readonly notice?: string | undefined;
};

/** On one page; a mailbox may hold many thousands. */
const mostShown = 200;

export const hrefTo = (path: string, query: Readonly<Record<string, string>>): string =>
  `/google/mail${path}?${new URLSearchParams(query).toString()}`;

/** What people see on the left of Gmail, by the id of the label. */
export const places: Readonly<Record<string, string>> = {
  INBOX: 'Inbox',
  STARRED: 'Starred',
  SENT: 'Sent',
  DRAFT: 'Drafts',
  SPAM: 'Spam',
  TRASH: 'Trash',
  all: 'All Mail',
};

/** `GET /google/mail?account=&label=`: the latest first. */
export function mailListPage({ account, accounts, mailbox, label, notice }: MailListPage): PlainResponse {
  const own = { account: account.email, label };
  const messages = label === 'all' ? mailbox.list() : mailbox.list(label);
  const hidden = messages.length > mostShown ? ` · the latest ${mostShown} of ${messages.length}` : '';
  const body = `<h1>Mail</h1><p class="muted"><bdi>${escapeHtml(account.name)}</bdi> · ${escapeHtml(account.email)}${hidden}</p>
<nav aria-label="Labels" class="actions spaced">${labelLinks(account, mailbox, label)}</nav>
<div class="toolbar">${accountForm(account, accounts)}<div class="actions"><a class="button" href="${escapeHtml(hrefTo('/write', own))}">Write</a><a class="button quiet" href="${escapeHtml(hrefTo('/arrive', own))}">A message arrives</a></div></div>
<div id="list">${messages.length === 0 ? '<p class="sheet empty">Nothing is here.</p>' : table(messages.slice(0, mostShown), own, mailbox)}</div>`;
  const script = liveList(hrefTo('/version', { account: account.email }));
  return page({ title: 'Mail', service: 'google', body, script, ...(notice === undefined ? {} : { notice }) });
}

function labelLinks(account: GoogleAccount, mailbox: GoogleMailbox, current: string): string {
  const all = [...Object.entries(places), ...mailbox.labels().map(({ id, name }) => [id, name] as const)];
  const links = all.map(([id, name]) => {
    const here = id === current ? ' aria-current="page"' : '';
    return `<a href="${escapeHtml(hrefTo('', { account: account.email, label: id }))}"${here}><bdi>${escapeHtml(name)}</bdi></a>`;
  });
  return links.join('');
}

function accountForm(account: GoogleAccount, accounts: readonly GoogleAccount[]): string {
  const options = accounts.map(
    ({ email, name }) =>
      `<option value="${escapeHtml(email)}"${email === account.email ? ' selected' : ''}>${escapeHtml(name)}</option>`,
  );
  return `<form method="get" action="/google/mail"><label class="field short"><span>Account</span><select name="account">${options.join('')}</select></label><button class="quiet">Show</button></form>`;
}

function table(
  messages: readonly GoogleMessage[],
  own: Readonly<Record<string, string>>,
  mailbox: GoogleMailbox,
): string {
  const names = new Map(mailbox.labels().map(({ id, name }) => [id, name]));
  const rows = messages.map((message) => {
    const href = escapeHtml(hrefTo(`/messages/${message.id}`, own));
    const isSent = message.labelIds.includes('SENT') && !message.labelIds.includes('INBOX');
    const who = isSent ? `To: ${headerOf(message, 'to')}` : headerOf(message, 'from');
    const subject = headerOf(message, 'subject') || '(no subject)';
    const isUnread = message.labelIds.includes('UNREAD') ? ' <span class="pill">unread</span>' : '';
    const own2 = message.labelIds.flatMap((id) => names.get(id) ?? []);
    const pills = own2.map((name) => ` <span class="pill"><bdi>${escapeHtml(name)}</bdi></span>`).join('');
    return `<tr><td><a href="${href}"><bdi>${escapeHtml(subject)}</bdi></a>${isUnread}${pills}<small><bdi>${escapeHtml(message.text.slice(0, 120))}</bdi></small></td><td><bdi>${escapeHtml(who)}</bdi></td><td>${timeOf(message.internalDate)}</td></tr>`;
  });
  return `<table class="list"><thead><tr><th scope="col">Subject</th><th scope="col">Who</th><th scope="col">When (UTC)</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

export const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
