import { type PlainRequest, type PlainResponse, reply, replyJson } from '../../../kernel/plain-http.ts';
import { page } from '../../../pages/shell.ts';
import type { GoogleControl } from '../../control.ts';
import type { GoogleAccount } from '../../directory.ts';
import type { GoogleMailbox, GoogleMessage } from '../../google-mailbox.ts';
import { arrivePage, deliveryOf, type FormPage, type LetterForm, letterOf, writePage } from './letter-form.ts';
import { hrefTo, mailListPage } from './mail-list-page.ts';
import { messagePage } from './message-page.ts';

/** One request, in the mailbox of one account. */
type Visit = {
  readonly request: PlainRequest;
  readonly query: URLSearchParams;
  readonly account: GoogleAccount;
  readonly mailbox: GoogleMailbox;
  readonly label: string;
};

const notices: Readonly<Record<string, string>> = {
  sent: 'The message was sent.',
  drafted: 'The draft was saved.',
  arrived: 'The message arrived.',
  saved: 'The message was changed.',
};

/** "Gmail", where a person reads, labels, deletes, writes, and lets messages arrive. Without JavaScript only the list's following is missing. */
export function createMailPages(control: GoogleControl): (request: PlainRequest, path: string) => PlainResponse {
  return (request, path) => {
    const query = new URL(request.url).searchParams;
    const email = query.get('account');
    const accounts = control.accounts();
    const account = email === null ? accounts[0] : accounts.find((one) => one.email === email);
    if (!account) return missingPage();
    const label = query.get('label') ?? 'INBOX';
    const visit = { request, query, account, mailbox: control.mailbox(account.email), label };
    return answer(control, visit, `${request.method} ${path}`);
  };
}

function answer(control: GoogleControl, visit: Visit, asked: string): PlainResponse {
  const { mailbox, account, label, query } = visit;
  const showList = (): PlainResponse =>
    mailListPage({ account, accounts: control.accounts(), mailbox, label, notice: notices[query.get('done') ?? ''] });
  const fixed: Readonly<Record<string, () => PlainResponse>> = {
    'GET /mail': showList,
    'GET /mail/': showList,
    'GET /mail/version': () => replyJson({ version: mailbox.version() }, { headers: { 'cache-control': 'no-store' } }),
    'GET /mail/write': () => writePage(formPage(visit, '/write', {})),
    'POST /mail/write': () => written(visit),
    'GET /mail/arrive': () => arrivePage(formPage(visit, '/arrive', {})),
    'POST /mail/arrive': () => arrived(visit),
  };
  const fixedPage = fixed[asked];
  if (fixedPage) return fixedPage();
  const [, method, id = ''] = /^(GET|POST) \/mail\/messages\/([\da-f]+)$/u.exec(asked) ?? [];
  const message = method === undefined ? undefined : mailbox.get(id);
  if (message === undefined) return missingPage();
  if (method === 'POST') return act(visit, message);
  const action = hrefTo(`/messages/${message.id}`, queryOf(visit));
  return messagePage({ message, mailbox, action, listHref: hrefTo('', queryOf(visit)) });
}

const queryOf = ({ account, label }: Visit) => ({ account: account.email, label });
const formPage = (visit: Visit, path: string, form: LetterForm, problem?: string): FormPage => ({
  action: hrefTo(path, queryOf(visit)),
  listHref: hrefTo('', queryOf(visit)),
  form,
  problem,
});
const formIn = ({ request }: Visit): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(request.body)) as Readonly<Record<string, string>>;

function written(visit: Visit): PlainResponse {
  const form = formIn(visit);
  return refusedOr(
    () => {
      const isDraft = form.do === 'draft';
      visit.mailbox[isDraft ? 'draft' : 'send'](letterOf(form));
      return goTo(visit, isDraft ? 'drafted' : 'sent');
    },
    (problem) => writePage(formPage(visit, '/write', form, problem)),
  );
}

function arrived(visit: Visit): PlainResponse {
  const form = formIn(visit);
  return refusedOr(
    () => {
      visit.mailbox.deliver(deliveryOf(form));
      return goTo(visit, 'arrived');
    },
    (problem) => arrivePage(formPage(visit, '/arrive', form, problem)),
  );
}

function act(visit: Visit, { id, labelIds }: GoogleMessage): PlainResponse {
  const { mailbox, request } = visit;
  const form = new URLSearchParams(request.body);
  const own = new Set(mailbox.labels().map((label) => label.id));
  const acts: Readonly<Record<string, () => unknown>> = {
    send: () => mailbox.sendDraft(id),
    archive: () => mailbox.archive(id),
    restore: () => mailbox.restore(id),
    spam: () => mailbox.spam(id),
    trash: () => mailbox.trash(id),
    remove: () => mailbox.remove(id),
    read: () => mailbox.label(id, [], ['UNREAD']),
    label: () => {
      const more = form.get('newLabel')?.trim() ?? '';
      const wanted = [...form.getAll('label'), ...(more === '' ? [] : [more])];
      mailbox.label(
        id,
        wanted,
        labelIds.filter((label) => own.has(label) && !wanted.includes(label)),
      );
    },
  };
  acts[form.get('do') ?? '']?.();
  return goTo(visit, form.get('do') === 'send' ? 'sent' : 'saved');
}

function refusedOr(act: () => PlainResponse, refused: (problem: string) => PlainResponse): PlainResponse {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error) return refused(error.message);
    throw error;
  }
}

const goTo = (visit: Visit, done: string): PlainResponse =>
  reply(null, { status: 303, headers: { location: hrefTo('', { ...queryOf(visit), done }) } });

function missingPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>Not here</h1><p>There is no such message, account or page. It may have been deleted.</p><p><a href="/google/mail">Mail</a></p></section>';
  return page({ title: 'Not here', service: 'google', body, status: 404 });
}
