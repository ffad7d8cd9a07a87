import type { PlainResponse } from '../../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import type { GoogleMailbox, GoogleMessage } from '../../google-mailbox.ts';
import { headerOf } from '../mailbox/stored-message.ts';

type MessagePage = {
  readonly message: GoogleMessage;
  readonly mailbox: GoogleMailbox;
  readonly action: string;
  readonly listHref: string;
};

const shownHeaders = ['From', 'To', 'Cc', 'Bcc', 'Date', 'Message-ID', 'Sensitivity'] as const;

/** One message, as plain text, and what a person can do with it. */
export function messagePage({ message, mailbox, action, listHref }: MessagePage): PlainResponse {
  const subject = headerOf(message, 'subject') || '(no subject)';
  const rows = shownHeaders.flatMap((name) => {
    const value = headerOf(message, name);
    return value === '' ? [] : [`<p class="muted">${name}: <bdi>${escapeHtml(value)}</bdi></p>`];
  });
  const files = (message.files ?? [])
    .map((name) => ` <span class="pill"><bdi>${escapeHtml(name)}</bdi></span>`)
    .join('');
  const body = `<p><a href="${escapeHtml(listHref)}">Mail</a></p>
<article class="sheet"><h1><bdi>${escapeHtml(subject)}</bdi></h1>${rows.join('')}
<p class="muted">Labels: ${escapeHtml(message.labelIds.join(', ') || 'none')}${files}</p>
<p dir="auto">${escapeHtml(message.text).replace(/\r?\n/gu, '<br>')}</p></article>
<form class="sheet" method="post" action="${escapeHtml(action)}"><div class="actions">${buttons(message)}</div>
<fieldset><legend>Labels</legend><div class="row">${boxes(message, mailbox)}<label class="field"><span>New label</span><input name="newLabel" autocomplete="off"></label><button class="quiet" name="do" value="label">Save labels</button></div></fieldset></form>`;
  return page({ title: subject, service: 'google', body });
}

function buttons({ labelIds }: GoogleMessage): string {
  const has = (label: string): boolean => labelIds.includes(label);
  const all: readonly (readonly [boolean, string, string])[] = [
    [has('DRAFT'), 'send', 'Send'],
    [has('INBOX'), 'archive', 'Archive'],
    [has('TRASH') || has('SPAM'), 'restore', 'Move to inbox'],
    [!has('SPAM') && !has('TRASH'), 'spam', 'Report spam'],
    [!has('TRASH'), 'trash', 'Delete'],
    [has('TRASH'), 'remove', 'Delete for good'],
    [has('UNREAD'), 'read', 'Mark as read'],
  ];
  return all
    .filter(([isShown]) => isShown)
    .map(([, value, text]) => {
      const look = value === 'trash' || value === 'remove' ? 'danger' : 'quiet';
      return `<button class="${look}" name="do" value="${value}">${text}</button>`;
    })
    .join('');
}

function boxes({ labelIds }: GoogleMessage, mailbox: GoogleMailbox): string {
  return mailbox
    .labels()
    .map(({ id, name }) => {
      const ticked = labelIds.includes(id) ? ' checked' : '';
      return `<label class="choice"><input type="checkbox" name="label" value="${escapeHtml(id)}"${ticked}><span><bdi>${escapeHtml(name)}</bdi></span></label>`;
    })
    .join('');
}
