import type { PlainResponse } from '../../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import type { OutlookMail } from '../../calendar/mail-trap.ts';
import type { Account } from '../../directory.ts';

/** `GET /outlook/mails?mailbox=`: what events would have sent, newest first. */
export function mailPage(account: Account, mails: readonly OutlookMail[]): PlainResponse {
  const rows = mails.toReversed().map(mailRow).join('');
  const list =
    mails.length === 0
      ? '<p class="sheet empty">No mail would have been sent.</p>'
      : `<table class="list"><caption>${mails.length} in all</caption><thead><tr><th scope="col">Mail</th><th scope="col">To</th><th scope="col">Why</th><th scope="col">When</th></tr></thead><tbody>${rows}</tbody></table>`;
  const mailbox = escapeHtml(new URLSearchParams({ mailbox: account.email }).toString());
  const body = `<h1>Mails that were sent</h1><p class="muted"><bdi>${escapeHtml(account.name)}</bdi> · ${escapeHtml(account.email)} · <a href="/outlook/calendar?${mailbox}">Calendar</a></p>
<p class="muted">What Exchange would have written to guests because of an event. Nothing of it left this machine.</p>
<div id="list">${list}</div>`;
  return page({ title: 'Mails that were sent', service: 'outlook', body });
}

const kinds = { invitation: 'Invitation', update: 'Update', cancellation: 'Cancellation', response: 'Answer' } as const;

function mailRow({ kind, by, subject, to, why, date, at }: OutlookMail): string {
  const day = date === undefined ? '' : `<small>for ${escapeHtml(date)}</small>`;
  const writer = by === 'app' ? 'an app' : 'the person';
  return `<tr><td>${kinds[kind]}: <bdi>${escapeHtml(subject)}</bdi>${day}</td><td><bdi>${escapeHtml(to.join(', '))}</bdi></td><td>${escapeHtml(why)}<small>written by ${writer}</small></td><td>${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}</td></tr>`;
}
