import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mail } from '@concord/core';

export type KeptMail = Mail & {
  /** Names it in the inbox. */
  readonly key: string;
  /** When it was sent. Epoch milliseconds. */
  readonly at: number;
  readonly from: string;
};

/** What was sent from this machine, which is nowhere but here. */
export type Mailbox = {
  readonly keep: (mail: KeptMail) => void;
  /** The newest first. */
  readonly list: () => readonly KeptMail[];
};

const ending = '.json';

/** One file a mail, readable by this user only: a mail holds a link. */
export function openMailbox(dir: string): Mailbox {
  const keep = (mail: KeptMail): void => {
    const file = join(dir, `${String(mail.at).padStart(15, '0')}-${mail.key}${ending}`);
    // Renamed when it is whole, so that nobody reads half a mail, whenever this process dies.
    writeFileSync(`${file}.draft`, JSON.stringify(mail), { mode: 0o600 });
    renameSync(`${file}.draft`, file);
  };
  const list = (): readonly KeptMail[] =>
    readdirSync(dir)
      .filter((name) => name.endsWith(ending))
      .sort()
      .toReversed()
      .map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')) as KeptMail);
  return { keep, list };
}
