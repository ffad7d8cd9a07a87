import type { ClioRegion } from '@concord/sandbox';
import { Problem } from '../problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type AppCredentials = { readonly clientId: string; readonly clientSecret: string };

type Place = {
  /** Variable → path in the sandbox; an operator who gives one gives all of them. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Further regions, which an operator may leave at their real addresses. */
  readonly regions?: Readonly<Record<string, string>>;
  readonly credentials: readonly [string, string];
};

/** Where each provider is reached and with which app; in the sandbox under one origin. */
const providers = {
  clio: {
    addresses: { CONCORD_CLIO_URL: '/clio' },
    regions: {
      CONCORD_CLIO_EU_URL: '/clio-eu',
      CONCORD_CLIO_CA_URL: '/clio-ca',
      CONCORD_CLIO_AU_URL: '/clio-au',
    },
    credentials: ['CONCORD_CLIO_CLIENT_ID', 'CONCORD_CLIO_CLIENT_SECRET'],
  },
  microsoft: {
    addresses: { CONCORD_MICROSOFT_LOGIN_URL: '/login', CONCORD_MICROSOFT_GRAPH_URL: '/graph' },
    credentials: ['CONCORD_MICROSOFT_CLIENT_ID', 'CONCORD_MICROSOFT_CLIENT_SECRET'],
  },
  google: {
    addresses: {
      CONCORD_GOOGLE_ACCOUNTS_URL: '/google/accounts',
      CONCORD_GOOGLE_OAUTH_URL: '/google/oauth',
      CONCORD_GOOGLE_PEOPLE_URL: '/google/people',
      CONCORD_GOOGLE_CALENDAR_URL: '/google',
      CONCORD_GOOGLE_GMAIL_URL: '/google',
      CONCORD_GOOGLE_CERTS_URL: '/google',
    },
    credentials: ['CONCORD_GOOGLE_CLIENT_ID', 'CONCORD_GOOGLE_CLIENT_SECRET'],
  },
} as const satisfies Record<string, Place>;
export type SandboxProvider = keyof typeof providers;
export const sandboxProviders = Object.keys(providers) as readonly SandboxProvider[];

const pathsOf = (provider: SandboxProvider): Readonly<Record<string, string>> => {
  const { addresses, regions = {} }: Place = providers[provider];
  return { ...addresses, ...regions };
};

/** Every variable that says where a provider is. */
export const providerVariables: readonly string[] = sandboxProviders.flatMap((provider) =>
  Object.keys(pathsOf(provider)),
);

/** Which providers the sandbox plays: those to which the operator gave no address. Throws a `Problem` for half a choice. */
export function playedProviders(environment: Environment): readonly SandboxProvider[] {
  return sandboxProviders.filter((provider) => {
    const { addresses, credentials } = providers[provider];
    const given = Object.keys(pathsOf(provider)).filter((variable) => isGiven(environment, variable));
    if (given.length === 0) return true;
    const needed = [...Object.keys(addresses), ...credentials];
    const missing = needed.filter((variable) => !isGiven(environment, variable));
    if (missing.length === 0) return false;
    throw new Problem(`${given.join(' and ')} is set, but not ${missing.join(' and ')}: set all of them, or none.`);
  });
}

/** Addresses that lead to the sandbox, for the providers that it plays. */
export function sandboxAddresses(
  played: readonly SandboxProvider[],
  sandboxUrl: string,
): Readonly<Record<string, string>> {
  const entries = played.flatMap((provider) => Object.entries(pathsOf(provider)));
  return Object.fromEntries(entries.map(([variable, path]) => [variable, `${sandboxUrl}${path}`]));
}

/** On this topic the look-alike of Google tells of new mail, and in whose name it delivers that to us. */
export const sandboxTopic = {
  name: 'projects/sandbox/topics/concord-mail',
  serviceAccount: 'concord-push@sandbox.iam.gserviceaccount.com',
} as const;

/** What functions are told of the topic for mail: the sandbox's, or the operator's own, if any. */
export function mailPushVariables(
  played: readonly SandboxProvider[],
  operator: Environment,
): Readonly<Record<string, string>> {
  const { CONCORD_GOOGLE_MAIL_TOPIC: topic = '', CONCORD_GOOGLE_MAIL_SENDER: sender = '' } = operator;
  const [name, account] = played.includes('google')
    ? [sandboxTopic.name, sandboxTopic.serviceAccount]
    : [topic, sender];
  return { CONCORD_GOOGLE_MAIL_TOPIC: name, CONCORD_GOOGLE_MAIL_SENDER: account };
}

/** The operator's own app, for a provider that the sandbox does not play. */
export function credentialsOf(provider: SandboxProvider, environment: Environment): AppCredentials | undefined {
  if (playedProviders(environment).includes(provider)) return undefined;
  const [id, secret] = providers[provider].credentials;
  return { clientId: environment[id] ?? '', clientSecret: environment[secret] ?? '' };
}

const isGiven = (environment: Environment, variable: string): boolean => (environment[variable] ?? '') !== '';

/** The regions of Clio that the operator wants, of those that there are; a region that nobody asked for is not made. */
export async function playedRegions(environment: Environment): Promise<readonly ClioRegion[]> {
  const { clioRegions } = await import('@concord/sandbox');
  const wanted = (environment['CONCORD_CLIO_REGIONS'] || 'us').split(',').map((region) => region.trim());
  return (Object.keys(clioRegions) as ClioRegion[]).filter((region) => wanted.includes(region));
}
