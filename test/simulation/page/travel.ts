import type { ConnectionView } from '@concord/core';
import {
  askAdmin,
  beginAuthorization,
  type EnginePorts,
  finishAuthorization,
  mailView,
  openLink,
  type Redirect,
  sessionView,
} from '@concord/engine';
import type { Chance } from '../chance.ts';
import type { MailboxProvider } from '../history/happenings.ts';
import { mailboxClouds } from '../mailboxes/index.ts';
import type { Firm, Member } from '../stage/clouds.ts';
import { publicUrl, type Stage } from '../stage/stage.ts';

type Ask = <Result>(request: (ports: EnginePorts) => Promise<Result>) => Promise<Result | undefined>;
export type Way = 'clio' | MailboxProvider;
/** What a connection is for, when that is not syncing. */
export type Use = 'mail' | undefined;
/** From our link over the provider's pages and back. False when it led nowhere. */
export type Travel = (provider: Way, chance: Chance, use?: Use) => Promise<boolean>;

/** One way of a browser to a provider and back: from the page or from a letter, sometimes as the wrong person first. */
export function createTravel(
  stage: Stage,
  firm: Firm,
  member: Member,
  cookies: Record<string, string>,
  ask: Ask,
): Travel {
  const caller = stage.callerOf(firm, member);
  const mine = (provider: Way): string => accountOf(member, provider) ?? '';

  const begin = async (provider: Way, chance: Chance, use: Use): Promise<Redirect | undefined> => {
    const token = chance.hits(0.5) ? letterFor(stage, member, provider, use) : undefined;
    const followed = token === undefined ? undefined : await ask(async (ports) => await openLink(ports, token));
    if (followed && followed.notice === undefined) return followed;
    const connection = (await seen(provider, use))?.next?.url ?? '';
    const id = new URL(connection, publicUrl).searchParams.get('connection');
    const signedIn = Object.keys(cookies).length > 0 ? { member: caller } : {};
    const back = id === null || Object.keys(cookies).length === 0 ? {} : { connection: id };
    return await ask(
      async (ports) =>
        await beginAuthorization(ports, {
          provider,
          returnTo: '/',
          ...signedIn,
          ...back,
          ...(use ? { for: use } : {}),
        }),
    );
  };

  const shown = async (use: Use): Promise<readonly ConnectionView[]> => {
    const session = await sessionView(stage.calmPorts, caller);
    if (!session.signedIn) return [];
    if (use === undefined) return session.connections;
    return (await mailView(stage.calmPorts, caller)).boxes.map(({ connection }) => connection);
  };

  const seen = async (provider: Way, use: Use): Promise<ConnectionView | undefined> => {
    const own = (await shown(use)).filter((one) => one.provider === provider);
    return own.find(({ account }) => account !== '') ?? own[0];
  };

  const go = async (provider: Way, chance: Chance, account: string, use: Use): Promise<Redirect | undefined> => {
    const begun = await begin(provider, chance, use);
    if (begun === undefined) return undefined;
    keep(cookies, begun.cookies);
    const isWhole = !chance.hits(0.1);
    const back = await consent(stage, begun.redirect, provider, account, isWhole, use);
    if (back === undefined) return undefined;
    const query = Object.fromEntries(back.searchParams);
    const finished = await ask(async (ports) => await finishAuthorization(ports, { provider, query, cookies }));
    if (finished) keep(cookies, finished.cookies);
    return finished;
  };

  /** The administrator has another browser, and approves whatever is asked for. */
  const askForApproval = async (provider: Way, use: Use): Promise<void> => {
    const waiting = await seen(provider, use);
    if (waiting?.mayAskAdmin) await ask(async (ports) => await askAdmin(ports, caller, waiting.id));
    const url = (await seen(provider, use))?.admin?.url;
    if (url === undefined) return;
    const browser: Record<string, string> = {};
    const begun = await ask(async (ports) => await openLink(ports, url.split('/').at(-1) ?? ''));
    if (begun === undefined) return;
    keep(browser, begun.cookies);
    const back = await consent(stage, begun.redirect, provider, mine(provider), true, use);
    if (back === undefined) return;
    const query = Object.fromEntries(back.searchParams);
    await ask(async (ports) => await finishAuthorization(ports, { provider, query, cookies: browser }));
  };

  return async (provider, chance, use) => {
    const known = await seen(provider, use);
    const other = otherAccount(stage, provider, mine(provider));
    // Only what is bound to an account can be brought back as the wrong one.
    const isBound = known?.account && known.state !== 'active' && Object.keys(cookies).length > 0;
    if (isBound && other !== undefined && chance.hits(0.2)) await go(provider, chance, other, use);
    const finished = await go(provider, chance, mine(provider), use);
    const isDone = finished && (finished.notice === undefined || /^(?:re)?connected$/u.test(finished.notice));
    if (!isDone && provider !== 'clio') await askForApproval(provider, use);
    return isDone === true;
  };
}

/** The token of the newest letter about this provider. */
function letterFor({ letters }: Stage, { email }: Member, provider: Way, use: Use): string | undefined {
  const label = provider === 'clio' ? 'Clio' : use ? mailLabels[provider] : mailboxClouds[provider].label;
  const own = letters.filter(({ to, subject }) => to === email && subject.includes(`${label} has stopped`));
  return /\/auth\/link\/([\w-]+)/u.exec(own.at(-1)?.text ?? '')?.[1];
}

/** As people know a mailbox. */
const mailLabels = { microsoft: 'Outlook mail', google: 'Gmail' } as const satisfies Record<MailboxProvider, string>;

function otherAccount({ clouds }: Stage, provider: Way, mine: string): string | undefined {
  const members = clouds.firms.flatMap((firm) => firm.members);
  const accounts = members.flatMap((member) => accountOf(member, provider) ?? []);
  return accounts.find((account) => account !== mine);
}

function accountOf({ clioUser, mailboxes }: Member, provider: Way): string | undefined {
  return provider === 'clio' ? String(clioUser) : mailboxes.find((one) => one.provider === provider)?.id;
}

/** Says yes on the provider's page. Undefined when that page leads nowhere. */
async function consent(
  { clouds }: Stage,
  address: string,
  provider: Way,
  account: string,
  isWhole: boolean,
  use: Use,
): Promise<URL | undefined> {
  if (!address.startsWith('http')) return undefined;
  const yes = provider === 'clio' ? clioConsent(account) : mailboxClouds[provider].consent(account, isWhole, use);
  const body = new URLSearchParams(new URL(address).searchParams);
  for (const [name, value] of yes) body.append(name, value);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await clouds.sandbox
    .answer({ url: address, method: 'POST', headers, body: body.toString() })
    .catch(() => undefined);
  const location = answer?.headers['location'];
  return location?.startsWith(publicUrl) === true ? new URL(location) : undefined;
}

const clioConsent = (user: string) =>
  [
    ['user', user],
    ['decision', 'allow'],
  ] as const;

function keep(cookies: Record<string, string>, set: readonly string[]): void {
  for (const cookie of set) {
    const [pair = '', ...attributes] = cookie.split('; ');
    const [name = '', ...value] = pair.split('=');
    if (attributes.includes('Max-Age=0')) delete cookies[name];
    else cookies[name] = value.join('=');
  }
}
