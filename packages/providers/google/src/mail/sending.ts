import { isSyncError, type Letter, type Mailbox } from '@concord/core';
import { decodeWords } from 'postal-mime';
import { letterSource } from './letter-source.ts';
import { addressesIn, type NativeMessage } from './message.ts';
import { markerHeader, maxSentLooked, sentSlackMs } from './profile.ts';
import type { Reader } from './reading.ts';
import { listRequest, parseList, parseSent, sendRequest } from './requests.ts';

type Sender = { readonly account: string; readonly now: () => number };

export function createSending(reader: Reader, { account, now }: Sender): Pick<Mailbox, 'send' | 'wasSent'> {
  const post = async (source: string, threadId?: string): Promise<void> => {
    parseSent(await reader.ask('send', sendRequest(source, threadId)));
  };
  return {
    send: async (letter) => {
      const source = letterSource(letter, account, now());
      const threadId = letter.answers?.threadId;
      try {
        await post(source, threadId);
      } catch (error) {
        // The thread is gone, and nothing was sent: the letter begins another one.
        if (threadId === undefined || !isSyncError(error) || error.code !== 'notFound') throw error;
        await post(source);
      }
    },
    /**
     * Gmail gives what it sends an id of its own, so that a letter is known by its marker; by recipients and subject where
     * that was not kept. A letter that went out is better taken for another than sent twice.
     */
    wasSent: async (letter, since) => {
      const after = Math.floor((since - sentSlackMs) / 1_000);
      const query = { labelIds: 'SENT', q: `after:${after}`, maxResults: maxSentLooked };
      const { ids } = parseList(await reader.ask('list', listRequest(query)));
      const { natives, error } = await reader.readNative(ids);
      if (natives.some((native) => native !== undefined && isOf(native, letter))) return true;
      if (error) throw error;
      return false;
    },
  };
}

function isOf({ headers }: NativeMessage, letter: Letter): boolean {
  const marker = headers.get(markerHeader.toLowerCase());
  if (marker !== undefined) return marker.trim() === letter.marker;
  const shown = ['to', 'cc'].flatMap((name) => addressesIn(headers.get(name) ?? '').map(({ address }) => address));
  const sent = [...letter.to, ...letter.cc].map(({ address }) => address);
  return (
    foldedSet(shown) === foldedSet(sent) && folded(decodeWords(headers.get('subject') ?? '')) === folded(letter.subject)
  );
}

const foldedSet = (addresses: readonly string[]): string => [...new Set(addresses.map(folded))].sort().join('\n');
const folded = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .toLowerCase();
