import { mailer, queue, table } from '../table.ts';

/** Rings for every row that is due, and writes to whoever is one. */
export const handler = async (event: { readonly source: string }): Promise<{ readonly rung: number }> => {
  if (event.source !== 'aws.events') throw new Error('Only the schedule calls this function.');
  const due = await table.due(Date.now(), 10);
  for (const { sk } of due) {
    if (sk.includes('@')) await mailer(process.env['CONCORD_MAIL_FROM']).send({ to: sk, ...letter });
    else await queue.send({ v: 1, kind: 'change', firm: 'F', sync: sk, why: 'poll' });
  }
  return { rung: due.length };
};

const letter = {
  subject: 'Hello <Ann>',
  html: '<!doctype html><p>Go <a href="https://concord.example/auth/link/t1">on</a><script>alert(1)</script></p>',
  text: 'Go on: https://concord.example/auth/link/t1\n<script>alert(1)</script>',
  id: 'letter-1',
};
