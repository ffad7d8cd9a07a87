import type { PlainResponse } from '../../../kernel/plain-http.ts';
import { liveList } from '../../../pages/live-list.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import type { Account } from '../../directory.ts';
import type { OutlookMailFolder, OutlookMessage, OutlookMessages } from '../../mail/outlook-messages.ts';

export type MailListPage = {
  readonly account: Account;
  readonly accounts: readonly Account[];
  readonly messages: OutlookMessages;
  readonly folder: string;
  readonly notice?: string | undefined;
};

const shownAtMost = 200;

/** `GET /outlook/mail?mailbox=&folder=`: what lies in a folder, the newest first. */
export function mailListPage(options: MailListPage): PlainResponse {
  const { account, messages, folder, notice } = options;
  const list = messages.list(folder);
  const query = escapeHtml(new URLSearchParams({ mailbox: account.email, folder }).toString());
  const mailbox = new URLSearchParams({ mailbox: account.email }).toString();
  const body = `<h1>Mail</h1><p class="muted"><bdi>${escapeHtml(account.name)}</bdi> · ${escapeHtml(account.email)} · <a href="/outlook/people?${escapeHtml(mailbox)}">People</a> · <a href="/outlook/calendar?${escapeHtml(mailbox)}">Calendar</a></p>
<div class="toolbar">${choiceForm(options)}<div class="actions"><a class="button" href="/outlook/mail/new?${query}">Write</a><a class="button quiet" href="/outlook/mail/arrive?${query}">A message arrives…</a></div></div>
<div id="list">${list.length === 0 ? '<p class="sheet empty">Nothing is in this folder.</p>' : table(list, folder, query)}</div>
<form class="row" method="post" action="/outlook/mail/folders?${query}"><label class="field short"><span>Another folder in this one</span><input type="text" name="name" value="" required dir="auto"></label><button class="quiet">Add folder</button></form>`;
  const script = liveList(`/outlook/mail/version?${mailbox}`);
  return page({ title: 'Mail', service: 'outlook', body, script, ...(notice === undefined ? {} : { notice }) });
}

function choiceForm({ account, accounts, messages, folder }: MailListPage): string {
  const option = (value: string, label: string, selected: boolean): string =>
    `<option value="${escapeHtml(value)}"${selected ? ' selected' : ''}>${escapeHtml(label)}</option>`;
  const mailboxes = accounts
    .filter(({ mailbox }) => mailbox)
    .map(({ email, name }) => option(email, name, email === account.email));
  const folders = messages.folders().map((known) => option(known.name, labelOf(known), known.name === folder));
  return `<form method="get" action="/outlook/mail"><label class="field short"><span>Mailbox</span><select name="mailbox">${mailboxes.join('')}</select></label>
<label class="field short"><span>Folder</span><select name="folder">${folders.join('')}</select></label>
<button class="quiet">Show</button></form>`;
}

export const labelOf = ({ name, parent }: OutlookMailFolder): string =>
  parent === undefined ? name : `${parent} / ${name}`;

function table(list: readonly OutlookMessage[], folder: string, query: string): string {
  const rows = list.slice(0, shownAtMost).map((message) => tableRow(message, query));
  const more = list.length > shownAtMost ? `; the newest ${shownAtMost} are shown` : '';
  return `<table class="list"><caption>${escapeHtml(folder)}: ${list.length}${more}</caption><thead><tr><th scope="col">Subject</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Received</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function tableRow(message: OutlookMessage, query: string): string {
  const { id, subject, isDraft, sensitivity, hasAttachments, categories, from, to, receivedAt } = message;
  const said = [
    isDraft ? 'draft' : '',
    sensitivity === 'normal' ? '' : sensitivity,
    hasAttachments ? 'attachment' : '',
  ];
  const pills = [...said.filter(Boolean), ...categories].map(
    (text) => ` <span class="pill">${escapeHtml(text)}</span>`,
  );
  const names = to.map(({ name }) => name).join(', ');
  return `<tr><td><a href="/outlook/mail/${encodeURIComponent(id)}?${query}"><bdi>${escapeHtml(subject || '(no subject)')}</bdi></a>${pills.join('')}</td><td><bdi>${escapeHtml(from?.name ?? '')}</bdi></td><td><bdi>${escapeHtml(names)}</bdi></td><td>${timeOf(receivedAt)}</td></tr>`;
}

export const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
