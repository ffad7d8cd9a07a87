import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { EnginePorts } from '../ports.ts';

/** Small JSON compresses well only when the words that always occur are known beforehand. Never change it: rows depend on it. */
const dictionary = Buffer.from(
  '"kind":"person","kind":"company","firstName":"","lastName":"","middleName":"","prefix":"","company":"","jobTitle":"","birthday":"19' +
    '"emails":[{"key":"@gmail.com","value":"@example.com","slot":"work","primary":true,"ref":""}],"phones":[{"key":"+1","value":"+1","slot":"mobile"},' +
    '"slot":"home"},{"slot":"other","primary":false,"addresses":[{"key":"","value":{"street":"","city":"","province":"","postalCode":"","country":""},' +
    '"sites":[],"messengers":[],"id":"","version":"","modifiedAt":17,"seenAt":17,"shown":{},"keep":{"displayName":"","fileAs":""},"left":{},"right":{},' +
    '"base":{"left":"=","right":"="},"state":"linked","generation":1,',
);

export function pack(value: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(value), { dictionary, level: 6 });
}

export function unpack<T>(packed: unknown): T {
  return JSON.parse(inflateRawSync(packed as Uint8Array, { dictionary }).toString('utf8')) as T;
}

/** For rows that hold people's data apart from the mapping itself: scans, plans, intents, history. */
export async function packSealed(ports: EnginePorts, firm: string, value: unknown): Promise<string> {
  return await ports.vault.seal(Buffer.from(pack(value)).toString('base64url'), `firm:${firm}`);
}

export async function unpackSealed<T>(ports: Pick<EnginePorts, 'vault'>, firm: string, sealed: unknown): Promise<T> {
  return unpack<T>(Buffer.from(await ports.vault.open(String(sealed), `firm:${firm}`), 'base64url'));
}
