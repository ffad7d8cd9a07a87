import { type PlainRequest, type PlainResponse, reply, replyJson } from '../../../kernel/plain-http.ts';
import type { MicrosoftControl } from '../../control.ts';
import type { Account } from '../../directory.ts';
import type { OutlookMessage, OutlookMessages } from '../../mail/outlook-messages.ts';
import { bracketed } from '../../mail/posting.ts';
import { missingPage } from '../person-page.ts';
import { arrivalOf, type MailForm, writingOf } from './mail-form.ts';
import { mailListPage } from './mail-list-page.ts';
import { arrivePage, messagePage, writePage } from './message-page.ts';

/** One request, in one folder. */
type Visit = {
  readonly request: PlainRequest;
  readonly query: URLSearchParams;
  readonly control: MicrosoftControl;
  readonly account: Account;
  readonly messages: OutlookMessages;
  readonly folder: string;
};

const notices: Readonly<Record<string, string>> = {
  arrived: 'The message arrived.',
  sent: 'The message was sent.',
  moved: 'The message was moved.',
  deleted: 'The message was deleted.',
  saved: 'The categories were saved.',
  folder: 'The folder was added.',
};

/** `/outlook/mail`, where a person does by hand what they would do in Outlook, and lets messages come. */
export function answerMail(control: MicrosoftControl, account: Account, request: PlainRequest): PlainResponse {
  const { pathname, searchParams: query } = new URL(request.url);
  const messages = control.mail(account.email);
  const folder = query.get('folder') ?? 'Inbox';
  if (!messages.folders().some(({ name }) => name === folder)) return missingPage();
  const visit = { request, query, control, account, messages, folder };
  return answer(visit, `${request.method} ${pathname.replace(/^\/outlook\/mail\/?/u, '')}`);
}

function answer(visit: Visit, asked: string): PlainResponse {
  const fixed: Readonly<Record<string, () => PlainResponse>> = {
    'GET ': () => showList(visit),
    'GET version': () => replyJson({ version: visit.messages.version() }, { headers: { 'cache-control': 'no-store' } }),
    'GET new': () => newPage(visit, answerForm(visit)),
    'POST new': () => send(visit),
    'GET arrive': () => newArrival(visit, { folder: visit.folder }),
    'POST arrive': () => arrive(visit),
    'POST folders': () => addFolder(visit),
  };
  const known = fixed[asked];
  if (known) return known();
  const [, method, id = '', action = ''] =
    /^(GET|POST) ([^/]+)(?:\/(move|junk|delete|categories))?$/u.exec(asked) ?? [];
  const message = method === undefined ? undefined : visit.messages.get(decoded(id));
  if (!message) return missingPage();
  const actions: Readonly<Record<string, () => PlainResponse>> = {
    'GET ': () => messagePage({ message, folders: visit.messages.folders(), query: queryOf(visit) }),
    'POST move': () => move(visit, message, formIn(visit).to ?? visit.folder),
    'POST junk': () => move(visit, message, 'Junk Email'),
    'POST delete': () => remove(visit, message),
    'POST categories': () => categorize(visit, message),
  };
  return actions[`${method} ${action}`]?.() ?? missingPage();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function showList({ control, account, messages, folder, query }: Visit): PlainResponse {
  const notice = notices[query.get('done') ?? ''];
  return mailListPage({ account, accounts: control.accounts(), messages, folder, notice });
}

function newPage(visit: Visit, form: MailForm, problem?: string): PlainResponse {
  return writePage({ form, folders: visit.messages.folders(), query: queryOf(visit), problem });
}

/** Filled in for an answer to a message. */
function answerForm({ messages, query }: Visit): MailForm {
  const message = messages.get(query.get('answers') ?? '');
  if (!message) return {};
  return {
    to: message.from?.address ?? '',
    subject: /^re:/iu.test(message.subject) ? message.subject : `Re: ${message.subject}`,
    ...(message.messageId === undefined ? {} : { inReplyTo: bracketed(message.messageId) }),
  };
}

function send(visit: Visit): PlainResponse {
  const form = formIn(visit);
  const writing = writingOf(form);
  if (typeof writing === 'string') return newPage(visit, form, writing);
  visit.messages.send(writing);
  return goTo(visit, 'sent');
}

function newArrival(visit: Visit, form: MailForm, problem?: string): PlainResponse {
  return arrivePage({ form, folders: visit.messages.folders(), query: queryOf(visit), problem });
}

function arrive(visit: Visit): PlainResponse {
  const form = formIn(visit);
  const arrival = arrivalOf(form, { address: visit.account.email, name: visit.account.name });
  if (typeof arrival === 'string') return newArrival(visit, form, arrival);
  if (!visit.messages.folders().some(({ name }) => name === arrival.folder)) return missingPage();
  visit.messages.deliver(arrival);
  return goTo({ ...visit, folder: arrival.folder ?? visit.folder }, 'arrived');
}

function addFolder(visit: Visit): PlainResponse {
  const name = formIn(visit).name?.trim() ?? '';
  const isNew = name !== '' && !visit.messages.folders().some((known) => known.name === name);
  if (isNew) visit.messages.addFolder(name, visit.folder);
  return goTo({ ...visit, folder: isNew ? name : visit.folder }, isNew ? 'folder' : '');
}

function move(visit: Visit, { id }: OutlookMessage, to: string): PlainResponse {
  if (!visit.messages.folders().some(({ name }) => name === to)) return missingPage();
  visit.messages.move(id, to);
  return goTo(visit, 'moved');
}

function remove(visit: Visit, { id }: OutlookMessage): PlainResponse {
  visit.messages.remove(id);
  return goTo(visit, 'deleted');
}

function categorize(visit: Visit, { id }: OutlookMessage): PlainResponse {
  const categories = (formIn(visit).categories ?? '').split(',').map((name) => name.trim());
  visit.messages.edit(id, { categories: [...new Set(categories.filter(Boolean))] });
  return goTo(visit, 'saved');
}

const formIn = ({ request }: Visit): MailForm => Object.fromEntries(new URLSearchParams(request.body));
const queryOf = ({ account, folder }: Visit): string =>
  new URLSearchParams({ mailbox: account.email, folder }).toString();

function goTo(visit: Visit, done: string): PlainResponse {
  return reply(null, { status: 303, headers: { location: `/outlook/mail?${queryOf(visit)}&done=${done}` } });
}
