import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { parseKeyRing } from '@concord/aws';
import { Problem } from '@concord/local';
import type { Deployment } from '../deployment.ts';

/** The value of the secret. Functions read the first two; the third is for who operates. */
export type StoredRing = {
  readonly current: string;
  /** Key id → base64url of 32 bytes. */
  readonly keys: Readonly<Record<string, string>>;
  /** Since when the current key is the current one. Epoch milliseconds. */
  readonly rotatedAt?: number;
};

type Place = Pick<Deployment, 'secrets' | 'keysSecretId'>;

/** Throws a `Problem` when the secret holds no key ring yet. */
export async function readRing(place: Place): Promise<StoredRing> {
  return await readStage(place, 'AWSCURRENT');
}

const maximumTries = 4;

/**
 * Saves the ring. A secret cannot be written on a condition: if somebody else wrote in the meantime, the version before ours is
 * theirs, and its keys are put back. Losing one could mean losing all that it sealed. `dropped`: the key that is to be missing.
 */
export async function writeRing(place: Place, ring: StoredRing, dropped?: string): Promise<StoredRing> {
  let wanted = ring;
  for (let attempt = 0; attempt < maximumTries; attempt += 1) {
    const SecretString = JSON.stringify(wanted);
    await place.secrets.send(new PutSecretValueCommand({ SecretId: place.keysSecretId, SecretString }));
    const before = await readStage(place, 'AWSPREVIOUS');
    const missing = Object.entries(before.keys).filter(([kid]) => !Object.hasOwn(wanted.keys, kid) && kid !== dropped);
    if (missing.length === 0) return wanted;
    wanted = { ...wanted, keys: { ...wanted.keys, ...Object.fromEntries(missing) } };
  }
  throw new Problem('Somebody else is changing the key ring: look with "keys status", and try again.');
}

async function readStage({ secrets, keysSecretId }: Place, VersionStage: string): Promise<StoredRing> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: keysSecretId, VersionStage }));
  try {
    const value: unknown = JSON.parse(SecretString ?? '');
    parseKeyRing(value);
    return value as StoredRing;
  } catch (error) {
    const todo = 'put one in as infra/README.md says';
    throw new Problem(`The secret ${keysSecretId} holds no key ring: ${todo}.`, { cause: error });
  }
}
