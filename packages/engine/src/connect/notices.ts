import { type ErrorCode, isSyncError, type LinkView, type PageNotice } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Cookies, readCookie, setCookie } from './cookies.ts';
import { mailNotices } from './mail-notices.ts';
import { providerNamed } from './oauth-context.ts';
import { type ConnectionPurpose, labelOf } from './purpose.ts';
import { startUrl, startUrlFor } from './start-url.ts';

/**
 * What a page may have to say once, after a browser came back from a provider. `{label}` is the provider's name. What has other
 * words where it was about mail stands in `mail-notices.ts`.
 */
const notices = {
  connected: {
    tone: 'success',
    title: '{label} is connected',
    message: 'You can set up your sync now.',
  },
  reconnected: {
    tone: 'success',
    title: '{label} is connected again',
    message: 'Syncs that waited for it go on where they stopped.',
  },
  connectedOther: {
    tone: 'warning',
    title: 'You connected another {label} account',
    message:
      'It is not the account that was connected before. That account and its syncs are as they were: to bring it back, authorize again and choose it.',
  },
  otherAccount: {
    tone: 'warning',
    title: 'You signed in as another account',
    message:
      'You are currently authorized as {account}, you signed in as {other}. Nothing was changed. Sync with the same account as before, or look at a new preview for the other one.',
  },
  moved: {
    tone: 'success',
    title: '{other} is connected',
    message:
      'Syncing with {account} is stopped, and what is there stays as it is. Look at the preview for {other}, then start.',
  },
  bookTaken: {
    tone: 'warning',
    title: '{other} is synced already',
    message:
      'Somebody in your firm keeps that account in step with Clio; a second sync would double everything. Your sync with {account} is as it was.',
  },
  welcome: {
    tone: 'success',
    title: 'Welcome to Concord',
    message: 'You are signed in with Clio. Now choose what to keep in step with it.',
  },
  inviteForOther: {
    tone: 'warning',
    title: 'This invitation is for another Clio user',
    message:
      'The account that you signed in with at Clio is not the one that was invited. Nothing was changed. Sign in at Clio as the person who got the mail, or ask the account owner of your firm for an invitation of your own.',
  },
  linkEnded: {
    tone: 'info',
    title: 'This link does not work any more',
    message:
      'Links in our mails work for seven days and until they have done their work. Sign in with Clio: the page says what is to do, if anything.',
  },
  linkDone: {
    tone: 'success',
    title: '{label} is connected already',
    message: 'There is nothing to do. You can delete the mail.',
  },
  approved: {
    tone: 'success',
    title: 'Thank you: Concord is approved',
    message: 'The person who asked you gets a mail, and can go on now. You can close this page.',
  },
  notApproved: {
    tone: 'warning',
    title: 'Concord was not approved',
    message:
      '{label} did not say that an administrator approved. Nothing was changed. Open the link again to approve, with an account that may do so.',
  },
  unknownRegion: {
    tone: 'warning',
    title: 'Concord does not serve that region of {label}',
    message: 'Choose one of the regions on this page, or ask the people who run Concord.',
  },
  noMail: {
    tone: 'warning',
    title: 'Concord does not read mail of {label}',
    message: 'Nothing was changed. What can be connected is on this page.',
  },
  signedInAsOther: {
    tone: 'info',
    title: 'You are now signed in as another Clio user',
    message: 'Nothing of the user who was signed in before has changed. Sign in with Clio again to go back.',
  },
  signInFirst: {
    tone: 'info',
    title: 'Sign in with Clio first',
    message: 'Connecting {label} needs your Clio account. Sign in with Clio, then authorize {label}.',
  },
  otherSession: {
    tone: 'warning',
    title: '{label} was not connected',
    message:
      'Somebody else signed in, or you signed out, while you were at {label}. Nothing was changed. Please start again.',
  },
  stale: {
    tone: 'warning',
    title: 'That authorization could not be completed',
    message:
      'It was used already, took longer than ten minutes, or was started in another browser. Nothing was changed. Please start it again from this page.',
  },
  declined: {
    tone: 'info',
    title: '{label} was not connected',
    message:
      'Concord did not get all the permissions it needs. Nothing was changed. Authorize again and accept them all to go on.',
  },
  adminNeeded: {
    tone: 'warning',
    title: 'Your organization wants an administrator to approve Concord',
    message:
      'Below are a link and a mail for the administrator of your {label} organization. This page goes on by itself when they have approved.',
  },
  interactionNeeded: {
    tone: 'warning',
    title: '{label} wants you to sign in again',
    message:
      'It asks for another proof that it is you. Authorize again and follow what {label} shows. Nothing was changed.',
  },
  forbidden: {
    tone: 'error',
    title: '{label} does not let this account in',
    message:
      'The account is not allowed to do what syncing needs. Ask your {label} administrator, or authorize with another account.',
  },
  noMailbox: {
    tone: 'error',
    title: 'This account has no Outlook mailbox',
    message: 'There is nothing to sync with. Authorize again with an account that has a mailbox.',
  },
  unavailable: {
    tone: 'warning',
    title: '{label} did not answer as it should',
    message: 'Nothing was changed. Please try again in a minute.',
  },
  notSetUp: {
    tone: 'error',
    title: 'Concord is not set up correctly for {label}',
    message:
      'This is nothing that you did, and your account is fine. Please tell the people who run Concord that {label} refused its app credentials or settings.',
  },
  ourFault: {
    tone: 'error',
    title: 'Something went wrong in Concord',
    message: 'It was reported to the people who run Concord. Please try again; if it stays, tell them.',
  },
} as const satisfies Record<string, PageNotice>;

export type NoticeCode = keyof typeof notices;

/** What to tell a person when an authorization failed with this code. */
export const noticeOf = {
  unauthorized: 'stale',
  grantLost: 'stale',
  consentNeeded: 'declined',
  adminNeeded: 'adminNeeded',
  interactionNeeded: 'interactionNeeded',
  forbidden: 'forbidden',
  appRejected: 'notSetUp',
  noMailbox: 'noMailbox',
  rateLimited: 'unavailable',
  unavailable: 'unavailable',
  network: 'unavailable',
  timeout: 'unavailable',
  garbled: 'unavailable',
  newer: 'unavailable',
  cursorExpired: 'ourFault',
  conflict: 'unavailable',
  notFound: 'unavailable',
  refused: 'notSetUp',
  leaseLost: 'unavailable',
  misconfigured: 'notSetUp',
} as const satisfies Record<ErrorCode, NoticeCode>;

const cookieName = 'notice';
const owner = 'notice';
/** Long enough to be read, short enough not to be news of yesterday. The next redirect or click removes it earlier. */
const lifetimeMs = 60_000;

/** Which accounts a notice speaks of: `connection` is bound to `account`, and `other` signed in. */
export type NoticeFacts = { readonly account: string; readonly other: string; readonly connection: string };

type Said = {
  readonly code: NoticeCode;
  readonly provider: string;
  readonly for?: ConnectionPurpose;
  readonly facts?: NoticeFacts;
};

/** A notice goes from the redirect to the page in a sealed cookie: nobody can put a text of theirs into a link. */
export async function sealNotice(ports: EnginePorts, said: Said): Promise<string> {
  return setCookie(ports, cookieName, await ports.vault.seal(JSON.stringify(said), owner), lifetimeMs);
}

/** What the last redirect left to be said. */
export async function readNotice(ports: EnginePorts, cookies: Cookies): Promise<PageNotice | undefined> {
  const sealed = readCookie(ports, cookies, cookieName);
  const said = sealed ? await unseal(ports, sealed) : undefined;
  const provider = said && providerNamed(ports, said.provider);
  return said && provider && isNoticeCode(said.code) ? pageNotice(said, labelOf(provider, said.for)) : undefined;
}

async function unseal(ports: EnginePorts, sealed: string): Promise<Said | undefined> {
  try {
    return JSON.parse(await ports.vault.open(sealed, owner)) as Said;
  } catch (error) {
    // Altered, or sealed with a key that is gone: there is nothing to be said.
    if (isSyncError(error) && error.code === 'misconfigured') return undefined;
    throw error;
  }
}

/** The `set-cookie` value after which nothing is left to be said. */
export function clearNotice(ports: EnginePorts): string {
  return setCookie(ports, cookieName, '', 0);
}

function pageNotice(said: Said, label: string): PageNotice {
  const { code, facts } = said;
  const { tone, title, message } = wordsOf(said);
  const values: Readonly<Record<string, string | undefined>> = { label, account: facts?.account, other: facts?.other };
  // In one go and by a function: an account may be called `{other}` or `$&`.
  const fill = (text: string): string =>
    text.replace(/\{(label|account|other)\}/gu, (_, name: string) => values[name] ?? '');
  const actions = code === 'otherAccount' && facts ? otherAccountActions(said, facts) : [];
  return { tone, title: fill(title), message: fill(message), ...(actions.length > 0 ? { actions } : {}) };
}

const wordsOf = ({ code, for: purpose }: Said): PageNotice =>
  (purpose === 'mail' ? mailNotices[code] : undefined) ?? notices[code];

function otherAccountActions(
  { provider, for: purpose }: Said,
  { account, other, connection }: NoticeFacts,
): readonly LinkView[] {
  const back = { label: `Go back to ${account}`, url: startUrlFor(provider, purpose, { connection }) };
  // Several mailboxes can be connected beside one another.
  if (purpose === 'mail') return [back, { label: `Connect ${other} as well`, url: startUrlFor(provider, purpose) }];
  const move = { label: `Move the sync to ${other}`, url: startUrl(provider, { connection, move: '1' }) };
  return provider === 'clio' ? [back] : [back, move];
}

const isNoticeCode = (text: string): text is NoticeCode => Object.hasOwn(notices, text);
