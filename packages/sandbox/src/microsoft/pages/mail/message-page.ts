import type { PlainResponse } from '../../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import type { MailPerson } from '../../mail/message.ts';
import type { OutlookMailFolder, OutlookMessage } from '../../mail/outlook-messages.ts';
import type { MailForm } from './mail-form.ts';
import { labelOf, timeOf } from './mail-list-page.ts';

export type MessagePage = {
  readonly message: OutlookMessage;
  readonly folders: readonly OutlookMailFolder[];
  /** Mailbox and folder. */
  readonly query: string;
};

/** One message, as plain text. */
export function messagePage({ message, folders, query }: MessagePage): PlainResponse {
  const { id, subject, folder, from, to, cc, bcc, sentAt, receivedAt, messageId, headers, text, html } = message;
  const path = `/outlook/mail/${encodeURIComponent(id)}`;
  const facts = [
    ['From', peopleText(from === undefined ? [] : [from])],
    ['To', peopleText(to)],
    ['Cc', peopleText(cc)],
    ['Bcc', peopleText(bcc)],
    ['Sent', timeOf(sentAt)],
    ['Received', timeOf(receivedAt)],
    ['Message id', messageId === undefined ? 'none' : `<${messageId}>`],
    ...Object.entries(headers),
  ].filter(([, value]) => value !== '');
  const rows = facts.map(
    ([name = '', value = '']) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td><bdi>${escapeHtml(value)}</bdi></td></tr>`,
  );
  const shown = text === '' && html !== undefined ? html : text;
  const body = `<p><a href="/outlook/mail?${escapeHtml(query)}">Mail</a></p>
<section class="sheet"><h1><bdi>${escapeHtml(subject || '(no subject)')}</bdi></h1><p class="muted">In <bdi>${escapeHtml(folder)}</bdi></p>
<table class="list"><tbody>${rows.join('')}</tbody></table>
<p dir="auto">${escapeHtml(shown).replaceAll('\n', '<br>')}</p>
<div class="actions"><a class="button" href="${escapeHtml(`/outlook/mail/new?${query}&answers=${encodeURIComponent(id)}`)}">Answer</a></div></section>
${moveForm(path, message, folders, query)}`;
  return page({ title: subject || '(no subject)', service: 'outlook', body });
}

const peopleText = (people: readonly MailPerson[]): string =>
  people.map(({ name, address }) => (name === address ? address : `${name} <${address}>`)).join(', ');

function moveForm(path: string, message: OutlookMessage, folders: readonly OutlookMailFolder[], query: string): string {
  const options = folders
    .map(
      (known) =>
        `<option value="${escapeHtml(known.name)}"${known.name === message.folder ? ' selected' : ''}>${escapeHtml(labelOf(known))}</option>`,
    )
    .join('');
  const action = (name: string): string => escapeHtml(`${path}/${name}?${query}`);
  return `<section class="sheet"><h2>What to do with it</h2>
<form class="row" method="post" action="${action('move')}" autocomplete="off"><label class="field"><span>Move to</span><select name="to">${options}</select></label><button class="quiet">Move</button></form>
<form class="row" method="post" action="${action('categories')}" autocomplete="off"><label class="field"><span>Categories, with commas between them</span><input type="text" name="categories" value="${escapeHtml(message.categories.join(', '))}" dir="auto"></label><button class="quiet">Save</button></form>
<div class="actions"><form method="post" action="${action('junk')}"><button class="quiet">Junk</button></form><form method="post" action="${action('delete')}"><button class="danger">Delete</button></form></div></section>`;
}

export type MailFormPage = {
  readonly form: MailForm;
  readonly folders: readonly OutlookMailFolder[];
  readonly query: string;
  readonly problem?: string | undefined;
};

/** Write and send. */
export function writePage({ form, query, problem }: MailFormPage): PlainResponse {
  const fields = `${field(form, 'to', 'To')}${field(form, 'cc', 'Cc')}${field(form, 'bcc', 'Bcc')}${field(form, 'subject', 'Subject')}`;
  const hidden = `<input type="hidden" name="inReplyTo" value="${escapeHtml(form.inReplyTo ?? '')}">`;
  return formPage(
    'Write',
    `/outlook/mail/new?${query}`,
    query,
    `${hidden}${group(fields)}${textArea(form, 'text', 'Text')}`,
    'Send',
    problem,
  );
}

/** What comes from somebody outside. */
export function arrivePage({ form, folders, query, problem }: MailFormPage): PlainResponse {
  const options = folders
    .map(({ name }) => `<option${name === (form.folder ?? 'Inbox') ? ' selected' : ''}>${escapeHtml(name)}</option>`)
    .join('');
  const people = `${field(form, 'from', 'From')}${field(form, 'to', 'To (empty: this mailbox)')}${field(form, 'cc', 'Cc')}${field(form, 'subject', 'Subject')}`;
  const times = `${field(form, 'sentAt', 'Its own date, UTC (empty: now)', 'datetime-local')}${field(form, 'receivedAt', 'Received, UTC (empty: now)', 'datetime-local')}`;
  const ids = `${field(form, 'messageId', 'Message id (empty: a new one)')}${checkbox(form, 'noMessageId', 'It has no message id')}${checkbox(form, 'hasAttachments', 'It has an attachment')}`;
  const place = `<label class="field"><span>Into the folder</span><select name="folder">${options}</select></label>`;
  const body = `${group(people)}${textArea(form, 'text', 'Text')}${group(times)}${group(ids + place)}${textArea(form, 'headers', 'Further headers, one a line: In-Reply-To, Sensitivity, List-Id', 3)}`;
  return formPage('A message arrives', `/outlook/mail/arrive?${query}`, query, body, 'Let it arrive', problem);
}

function formPage(
  heading: string,
  action: string,
  query: string,
  fields: string,
  button: string,
  problem: string | undefined,
): PlainResponse {
  const list = escapeHtml(`/outlook/mail?${query}`);
  const body = `<p><a href="${list}">Mail</a></p><form class="sheet" method="post" action="${escapeHtml(action)}" autocomplete="off"><h1>${heading}</h1>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}${fields}
<div class="actions"><button>${button}</button><a class="button quiet" href="${list}">Cancel</a></div></form>`;
  return page({ title: heading, service: 'outlook', body, status: problem === undefined ? 200 : 422 });
}

const group = (fields: string): string => `<fieldset><div class="grid">${fields}</div></fieldset>`;

function field(form: MailForm, name: string, label: string, type = 'text'): string {
  return `<label class="field"><span>${label}</span><input type="${type}" name="${name}" value="${escapeHtml(form[name] ?? '')}" dir="auto"></label>`;
}

function textArea(form: MailForm, name: string, label: string, rows = 8): string {
  return `<fieldset><label class="field"><span>${label}</span><textarea name="${name}" rows="${rows}" dir="auto">\n${escapeHtml(form[name] ?? '')}</textarea></label></fieldset>`;
}

function checkbox(form: MailForm, name: string, label: string): string {
  return `<label class="choice"><input type="checkbox" name="${name}"${form[name] === 'on' ? ' checked' : ''}><span>${label}</span></label>`;
}
