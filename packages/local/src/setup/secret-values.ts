import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Problem } from '../problem.ts';
import type { FunctionPart } from '../template/parts.ts';
import { type AppCredentials, credentialsOf, type Environment } from './providers.ts';

export type KeyRing = { readonly current: string; readonly keys: Readonly<Record<string, string>> };

/** Made at the first start and kept, readable by this user only. */
export function readKeyRing(file: string): KeyRing {
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(createKeyRing(), undefined, 2), { mode: 0o600 });
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyRing;
  } catch (error) {
    const todo = 'begin anew with --fresh, or choose another folder with --data';
    throw new Problem(`${file} is damaged: ${todo}.`, { cause: error });
  }
}

/** Values by the address that the template tells the functions. Credentials come from the operator, else the sandbox. */
export function secretValues(
  functions: readonly FunctionPart[],
  keyRing: KeyRing,
  sandboxApps: Readonly<Partial<Record<'clio' | 'microsoft', AppCredentials>>>,
  environment: Environment,
): ReadonlyMap<string, string> {
  const values: Readonly<Record<string, object>> = {
    CONCORD_SECRET_KEYS: keyRing,
    CONCORD_SECRET_CLIO: credentialsOf('clio', environment) ?? sandboxApps.clio ?? {},
    CONCORD_SECRET_MICROSOFT: credentialsOf('microsoft', environment) ?? sandboxApps.microsoft ?? {},
  };
  const addresses = functions.flatMap((part) =>
    Object.entries(values).map(([variable, value]) => [part.environment[variable], JSON.stringify(value)] as const),
  );
  return new Map(addresses.flatMap(([address, value]) => (address === undefined ? [] : [[address, value] as const])));
}

function createKeyRing(): KeyRing {
  const kid = randomBytes(4).toString('hex');
  return { current: kid, keys: { [kid]: randomBytes(32).toString('base64url') } };
}
