import { Problem } from '../problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type AppCredentials = { readonly clientId: string; readonly clientSecret: string };

/** Where each provider is reached and with which app; in the sandbox under one origin. */
const providers = {
  clio: {
    addresses: { CONCORD_CLIO_URL: '/clio' },
    credentials: ['CONCORD_CLIO_CLIENT_ID', 'CONCORD_CLIO_CLIENT_SECRET'],
  },
  microsoft: {
    addresses: { CONCORD_MICROSOFT_LOGIN_URL: '/login', CONCORD_MICROSOFT_GRAPH_URL: '/graph' },
    credentials: ['CONCORD_MICROSOFT_CLIENT_ID', 'CONCORD_MICROSOFT_CLIENT_SECRET'],
  },
} as const;
export type SandboxProvider = keyof typeof providers;
export const sandboxProviders = Object.keys(providers) as readonly SandboxProvider[];

/** Which providers the sandbox plays: those to which the operator gave no address. Throws a `Problem` for half a choice. */
export function playedProviders(environment: Environment): readonly SandboxProvider[] {
  return sandboxProviders.filter((provider) => {
    const { addresses, credentials } = providers[provider];
    const given = Object.keys(addresses).filter((variable) => isGiven(environment, variable));
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
  const entries = played.flatMap((provider) => Object.entries(providers[provider].addresses));
  return Object.fromEntries(entries.map(([variable, path]) => [variable, `${sandboxUrl}${path}`]));
}

/** The operator's own app, for a provider that the sandbox does not play. */
export function credentialsOf(provider: SandboxProvider, environment: Environment): AppCredentials | undefined {
  if (playedProviders(environment).includes(provider)) return undefined;
  const [id, secret] = providers[provider].credentials;
  return { clientId: environment[id] ?? '', clientSecret: environment[secret] ?? '' };
}

const isGiven = (environment: Environment, variable: string): boolean => (environment[variable] ?? '') !== '';
