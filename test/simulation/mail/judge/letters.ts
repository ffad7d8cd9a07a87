import type { MailBench } from './bench.ts';
import type { Knowledge } from './knowledge.ts';

/** M5. Copies in the sender's own mailbox tell how often it went out. */
export function judgeLetters({ record, boxes, tried, accuse }: MailBench, knowledge: Knowledge): void {
  const letters = Map.groupBy(record.of('letter'), ({ tag }) => tag);
  for (const [tag, states] of letters) {
    tried('M5');
    const [first] = states;
    const last = states.at(-1);
    if (first === undefined || last === undefined) continue;
    const sent = knowledge
      .copies(tag)
      .filter(({ box, spells }) => box === boxes[first.box] && spells.some(({ state }) => state.place === 'sent'));
    if (sent.length > 1) accuse('M5', `${tag} went out ${sent.length} times`);
    if (last.state === 'done' && sent.length !== 1) accuse('M5', `${tag} is told to be sent, and never was`);
    if (last.state === 'failed' && sent.length === 1 && !isDoubt(last.sentence ?? ''))
      accuse('M5', `${tag} went out, and the page says: ${last.sentence}`);
  }
}

/** It does not say that it was not sent. */
const isDoubt = (sentence: string): boolean => /\b(?:may|might|perhaps|whether|known?)\b/iu.test(sentence);
