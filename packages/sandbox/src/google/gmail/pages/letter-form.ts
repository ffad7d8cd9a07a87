import type { PlainResponse } from '../../../kernel/plain-http.ts';
import type { PostedAddress } from '../../../kernel/post-office.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import type { GoogleDelivery } from '../../google-mailbox.ts';
import type { Letter } from '../mail-accounts.ts';

/** Input name → what a person typed. */
export type LetterForm = Readonly<Record<string, string>>;
export type FormPage = {
  readonly action: string;
  readonly listHref: string;
  readonly form: LetterForm;
  readonly problem?: string | undefined;
};

export const writePage = (options: FormPage): PlainResponse =>
  formPage(
    'Write a message',
    options,
    [],
    '<button name="do" value="send">Send</button><button class="quiet" name="do" value="draft">Save as draft</button>',
  );

export const arrivePage = (options: FormPage): PlainResponse =>
  formPage(
    'A message arrives',
    options,
    [
      ['from', 'From'],
      ['date', 'Received (UTC, like 2026-08-03 09:30; empty: now)'],
      ['labels', 'Labels instead of the inbox: INBOX, SPAM, TRASH, CHAT, or a name'],
      ['sensitivity', 'Sensitivity: Personal, Private, Company-Confidential'],
    ],
    '<button name="do" value="arrive">Let it arrive</button>',
  );

function formPage(
  title: string,
  { action, listHref, form, problem }: FormPage,
  more: readonly (readonly [string, string])[],
  buttons: string,
): PlainResponse {
  const fields = [...more, ['to', 'To'], ['cc', 'Cc'], ['bcc', 'Bcc'], ['subject', 'Subject']] as const;
  const inputs = fields.map(
    ([name, label]) =>
      `<label class="field"><span>${label}</span><input name="${name}" value="${escapeHtml(form[name] ?? '')}" dir="auto"></label>`,
  );
  const body = `<p><a href="${escapeHtml(listHref)}">Mail</a></p>
<form class="sheet" method="post" action="${escapeHtml(action)}" autocomplete="off"><h1>${title}</h1>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
<fieldset><legend>Message</legend><div class="grid">${inputs.join('')}</div>
<label class="field"><span>Text</span><textarea name="text" rows="8" dir="auto">${escapeHtml(form.text ?? '')}</textarea></label></fieldset>
<div class="actions">${buttons}<a class="button quiet" href="${escapeHtml(listHref)}">Cancel</a></div></form>`;
  return page({ title, service: 'google', body, status: problem === undefined ? 200 : 422 });
}

/** `Ada Byron <ada@example.com>, bo@example.com`. Throws a sentence for people. */
export function addressesIn(text: string): readonly PostedAddress[] {
  return text
    .split(/[,;\n]/u)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const [, name = '', angle] = /^(.*?)<([^<>]+)>$/u.exec(one) ?? [];
      const address = (angle ?? one).trim();
      if (!/^[^\s@]+@[^\s@]+$/u.test(address)) throw new Error(`“${one}” is no e-mail address.`);
      return { address, name: name.trim().replace(/^"|"$/gu, '') };
    });
}

export function letterOf(form: LetterForm): Omit<Letter, 'from' | 'messageId'> {
  const letter = {
    to: addressesIn(form.to ?? ''),
    cc: addressesIn(form.cc ?? ''),
    bcc: addressesIn(form.bcc ?? ''),
    subject: form.subject ?? '',
    text: form.text ?? '',
  };
  if (letter.to.length + letter.cc.length + letter.bcc.length === 0) throw new Error('Say to whom it goes.');
  return letter;
}

export function deliveryOf(form: LetterForm): GoogleDelivery {
  const [from] = addressesIn(form.from ?? '');
  if (from === undefined) throw new Error('Say who wrote it.');
  const to = addressesIn(form.to ?? '');
  const receivedAt = form.date ? Date.parse(`${form.date.trim().replace(' ', 'T')}Z`) : undefined;
  if (Number.isNaN(receivedAt)) throw new Error('The time is none.');
  const labels = (form.labels ?? '').split(',').flatMap((label) => label.trim() || []);
  return {
    from,
    ...(to.length === 0 ? {} : { to }),
    cc: addressesIn(form.cc ?? ''),
    bcc: addressesIn(form.bcc ?? ''),
    subject: form.subject ?? '',
    text: form.text ?? '',
    ...(receivedAt === undefined ? {} : { receivedAt }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(form.sensitivity ? { headers: { Sensitivity: form.sensitivity } } : {}),
  };
}
