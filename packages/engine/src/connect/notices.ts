import type { ErrorCode, PageNotice } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Cookies, readCookie, setCookie } from './cookies.ts';
import { providerNamed } from './oauth-context.ts';

/** What a page may have to say once, after a browser came back from a provider. `{label}` is the provider's name. */
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
      'Ask the administrator of your {label} organization to approve Concord for everybody, then authorize again. Nothing was changed.',
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
    message: 'There are no contacts to sync with. Authorize again with an account that has a mailbox.',
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
  cursorExpired: 'ourFault',
  conflict: 'unavailable',
  notFound: 'unavailable',
  refused: 'notSetUp',
  leaseLost: 'unavailable',
  misconfigured: 'notSetUp',
} as const satisfies Record<ErrorCode, NoticeCode>;

const cookieName = 'notice';
/** Long enough to be read, short enough not to be news of yesterday. The next redirect or click removes it earlier. */
const lifetimeMs = 60_000;

/** A notice goes from the redirect to the page in a cookie of closed words: nobody can put a text of theirs into a link. */
export function sealNotice(ports: EnginePorts, code: NoticeCode, provider: string): string {
  return setCookie(ports, cookieName, `${code}.${provider}`, lifetimeMs);
}

/** What the last redirect left to be said. */
export function readNotice(ports: EnginePorts, cookies: Cookies): PageNotice | undefined {
  const [code, name] = (readCookie(ports, cookies, cookieName) ?? '').split('.');
  const provider = name === undefined ? undefined : providerNamed(ports, name);
  if (code === undefined || provider === undefined || !isNoticeCode(code)) return undefined;
  return pageNotice(code, provider.profile.label);
}

/** The `set-cookie` value after which nothing is left to be said. */
export function clearNotice(ports: EnginePorts): string {
  return setCookie(ports, cookieName, '', 0);
}

function pageNotice(code: NoticeCode, label: string): PageNotice {
  const { tone, title, message } = notices[code];
  return { tone, title: title.replaceAll('{label}', label), message: message.replaceAll('{label}', label) };
}

const isNoticeCode = (text: string): text is NoticeCode => Object.hasOwn(notices, text);
