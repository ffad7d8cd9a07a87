import { createPostOffice } from '../../packages/sandbox/src/kernel/post-office.ts';
import { ada, type Bench, createBench, type Reply } from './microsoft-world.ts';

export const mailScopes = ['openid', 'User.Read', 'Mail.Read', 'Mail.Send'];

/** A message or a folder as an answer shows it; a test reads what its own has. */
export type MailRow = {
  readonly id: string;
  readonly '@removed'?: { readonly reason: string };
  readonly subject?: string;
  readonly bodyPreview?: string;
  readonly internetMessageId?: string | null;
  readonly conversationId?: string;
  readonly parentFolderId?: string;
  readonly receivedDateTime?: string;
  readonly sentDateTime?: string;
  readonly isDraft?: boolean;
  readonly webLink?: string;
  readonly displayName?: string;
  readonly childFolderCount?: number;
  readonly totalItemCount?: number;
  readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[];
};

export type MailBench = ReturnType<typeof createMailBench>;

/** A mailbox whose app may read and send mail, in a world with a post office. */
export function createMailBench(options: Parameters<typeof createBench>[0] = {}) {
  const office = createPostOffice();
  const bench: Bench = createBench(options, office);
  const signIn = (scopes: readonly string[]) => bench.useToken(bench.control.grant(ada.email, scopes).accessToken);
  signIn(mailScopes);
  const rowsOf = ({ status, body }: Reply): readonly MailRow[] => {
    if (status !== 200) throw new Error(`answered ${status} ${JSON.stringify(body)}`);
    return body.value as unknown as readonly MailRow[];
  };
  return {
    ...bench,
    office,
    mail: bench.control.mail(ada.email),
    signIn,
    list: async (path: string, headers?: Record<string, string>) =>
      rowsOf(await bench.graph('GET', path, undefined, headers)),
    one: async (path: string) => (await bench.graph('GET', path)).body as unknown as MailRow,
    /** Follows a delta to its end. */
    round: async (start: string, pageSize = 50) => {
      const rows: MailRow[] = [];
      let link = start;
      for (let pages = 1; pages <= 300; pages += 1) {
        const reply = await bench.graph('GET', link, undefined, {
          prefer: `IdType="ImmutableId", odata.maxpagesize=${pageSize}`,
        });
        rows.push(...rowsOf(reply));
        const { '@odata.deltaLink': end, '@odata.nextLink': next = '' } = reply.body;
        if (end) return { rows, pages, deltaLink: end };
        link = next;
      }
      throw new Error('the round does not end');
    },
  };
}

export const filtered = (filter: string): string => `$filter=${encodeURIComponent(filter)}`;
