import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Problem } from '../problem.ts';
import type { FunctionPart } from '../template/parts.ts';
import { credentialsOf, type Environment, type SandboxProvider } from './providers.ts';

const keysVariable = 'CONCORD_SECRET_KEYS';

export type KeyRing = { readonly current: string; readonly keys: Readonly<Record<string, string>> };

/** Made at the first start and kept, readable by this user only. */
export function readKeyRing(file: string): KeyRing {
  if (!existsSync(file)) writeKeyRing(file, JSON.stringify(createKeyRing(), undefined, 2));
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyRing;
  } catch (error) {
    const todo = 'begin anew with --fresh, or choose another folder with --data';
    throw new Problem(`${file} is damaged: ${todo}.`, { cause: error });
  }
}

/** The address under which the template tells the functions of the key ring. */
export function keysSecretOf(functions: readonly FunctionPart[]): string {
  return functions.find(({ environment }) => environment[keysVariable])?.environment[keysVariable] ?? '';
}

/** The key ring alone can be put: a rotation adds a key to it. */
export function keyRingKeepers(
  functions: readonly FunctionPart[],
  file: string,
): ReadonlyMap<string, (value: string) => void> {
  return new Map([[keysSecretOf(functions), (value: string) => writeKeyRing(file, value)]]);
}

/** Whole or not at all: without it nothing that is kept can be opened. */
export function writeKeyRing(file: string, value: string): void {
  writeFileSync(`${file}.draft`, value, { mode: 0o600 });
  renameSync(`${file}.draft`, file);
}

/** Values by the address that the template tells the functions. Credentials come from the operator, else the sandbox. */
export function secretValues(
  functions: readonly FunctionPart[],
  keyRing: KeyRing,
  sandboxApps: Readonly<Partial<Record<SandboxProvider, object>>>,
  environment: Environment,
): ReadonlyMap<string, string> {
  const values: Readonly<Record<string, object>> = {
    [keysVariable]: keyRing,
    CONCORD_SECRET_CLIO: credentialsOf('clio', environment) ?? sandboxApps.clio ?? {},
    CONCORD_SECRET_MICROSOFT: credentialsOf('microsoft', environment) ?? sandboxApps.microsoft ?? {},
    CONCORD_SECRET_GOOGLE: credentialsOf('google', environment) ?? sandboxApps.google ?? {},
  };
  const addresses = functions.flatMap((part) =>
    Object.entries(values).map(([variable, value]) => [part.environment[variable], JSON.stringify(value)] as const),
  );
  return new Map(addresses.flatMap(([address, value]) => (address === undefined ? [] : [[address, value] as const])));
}

function createKeyRing(): KeyRing {
  const kid = `k${randomBytes(4).toString('hex')}`;
  return { current: kid, keys: { [kid]: randomBytes(32).toString('base64url') } };
}
