import { type ConnectionView, isBroken, type LinkView, lostCauses, type Provider } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Connection } from './connection.ts';
import { readFirm } from './firm.ts';
import { linkUrl } from './links.ts';
import { mailSentenceOf } from './mail-sentences.ts';
import { missingTypes } from './missing-types.ts';
import { providerNamed } from './oauth-context.ts';
import { adminLinkOwner } from './pending.ts';
import { labelOf, oauthOf } from './purpose.ts';
import { startUrlFor, startUrlWith } from './start-url.ts';

/** A connection as the page shows it. Undefined for a provider that this deployment no longer has, and for mail of one that has none. */
export async function connectionView(ports: EnginePorts, connection: Connection): Promise<ConnectionView | undefined> {
  const provider = providerNamed(ports, connection.provider);
  if (provider === undefined || (connection.purpose === 'mail' && provider.mail === undefined)) return undefined;
  const { id, state, account, since, purpose } = connection;
  const admin = await adminOf(ports, connection, provider);
  const missing = await missingTypes(ports, provider, connection);
  return {
    id,
    provider: connection.provider,
    label: labelOf(provider, purpose),
    account,
    state,
    sentence: sentenceOf(connection, provider, admin !== undefined),
    ...(state === 'active' ? {} : { next: { label: nextLabel(connection), url: urlOf(connection) } }),
    ...(admin ? { admin } : mayAskAdmin(provider, connection) ? { mayAskAdmin: true as const } : {}),
    ...(since === undefined ? {} : { since }),
    ...(missing.length > 0 ? { missing, askAgain: askAgainLink(connection) } : {}),
  };
}

/** Who disconnected an account does not mind, until they try to come back. */
const mayAskAdmin = (provider: Provider, { state, attempted, purpose }: Connection): boolean =>
  oauthOf(provider, purpose).adminConsent !== undefined &&
  state !== 'active' &&
  (state !== 'disconnected' || attempted === true);

/** What was not granted is asked for once more, although the rest works. */
export const askAgainLink = ({ provider, id }: Connection): LinkView => ({
  label: 'Authorize again',
  url: startUrlWith(provider, { connection: id, again: '1' }),
});

const nextLabel = ({ provider }: Connection): string =>
  provider === 'clio' ? 'Sign in with Clio again' : 'Authorize again';

const urlOf = ({ provider, id, accountId, purpose }: Connection): string =>
  startUrlFor(provider, purpose, accountId === '' ? {} : { connection: id });

/** What is happening, and what to do next. */
function sentenceOf(connection: Connection, provider: Provider, hasAdminLink: boolean): string {
  const { label } = provider.profile;
  return connection.purpose === 'mail'
    ? mailSentenceOf(connection, { provider: label, mail: labelOf(provider, 'mail') }, hasAdminLink)
    : syncSentenceOf(connection, label, hasAdminLink);
}

function syncSentenceOf(connection: Connection, label: string, hasAdminLink: boolean): string {
  const { state, account, lostCause } = connection;
  const again = nextLabel(connection);
  if (state === 'active') return `You are currently authorized as ${account}.`;
  if (state === 'disconnected') return `${account} is disconnected. ${again} to use it; nothing will be doubled.`;
  if (state === 'connecting')
    return `Nobody has come back from ${label} yet. Finish there, or authorize again. If ${label} said that it needs the approval of an administrator, ask yours to approve Concord.`;
  if (state === 'needsAdmin')
    return hasAdminLink
      ? `${label} ${lostCauses.adminNeeded.says} Send them the link or the mail below. This page goes on by itself when they have approved.`
      : `${label} ${lostCauses.adminNeeded.says} Ask for a new link for them.`;
  if (lostCause === undefined) return `An administrator has approved Concord for ${label}. ${again} to go on.`;
  return `${label} ${lostCauses[lostCause].says} ${again}${account === '' ? '' : ` as ${account}`}; syncing then goes on where it stopped, and nothing was deleted.`;
}

/** The link for an administrator, and a letter that asks them; nothing when there is none, or it has run out. */
async function adminOf(
  ports: EnginePorts,
  connection: Connection,
  provider: Provider,
): Promise<ConnectionView['admin']> {
  const { firm, id, state, adminLink } = connection;
  const { label } = provider.profile;
  if (!isBroken(state) || adminLink === undefined || adminLink.until <= ports.clock.now()) return undefined;
  const url = linkUrl(ports, await ports.vault.open(adminLink.sealed, adminLinkOwner(firm, id)));
  const name = (await readFirm(ports, firm))?.name;
  return {
    url,
    subject: `Please approve Concord for ${label}`,
    body: [
      'Hello,',
      '',
      `our firm${name ? ` (${name})` : ''} uses Concord ${useOf(connection, label)}. ${label} lets me connect it only after an administrator has approved it for our organization.`,
      '',
      'Please open this link, sign in as an administrator, look at what is asked for, and accept:',
      url,
      '',
      'The link works for seven days. I get a mail as soon as you have approved; there is nothing else to do.',
      '',
      'Thank you!',
    ].join('\n'),
  };
}

const useOf = ({ purpose }: Connection, label: string): string =>
  purpose === 'mail'
    ? `to keep mail with our clients, as it comes and goes in ${label}, beside what Clio knows of them`
    : `to keep contacts and calendars in Clio and ${label} in step`;
