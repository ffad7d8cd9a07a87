import type { MailDays, MailSettingsEdit, MailSource, MailView, MailWishView, NewLetter } from '@concord/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, postJson } from './client.ts';
import { engagementsKey, mailKey } from './keys.ts';
import { useWish } from './use-wish.ts';
import { wishAt } from './wishes.ts';

const path = '/api/mail';
const boxPath = (box: string, what: string): string => `${path}/boxes/${encodeURIComponent(box)}/${what}`;

/** The member's mailboxes and the firm's rules. Looked at every second while a run moves. */
export function useMail() {
  return useQuery({
    queryKey: mailKey,
    queryFn: ({ signal }) => getJson<MailView>(path, signal),
    refetchInterval: ({ state }) => (isMoving(state.data) ? 1000 : isWaiting(state.data) ? 5000 : 10_000),
  });
}

const isMoving = (mail: MailView | undefined): boolean =>
  mail?.boxes.some(({ run }) => run?.state === 'counting' || run?.state === 'running') === true;

/** Somebody is at the provider, or an administrator is being asked. */
const isWaiting = (mail: MailView | undefined): boolean =>
  mail?.boxes.some(({ connection: { state } }) => state === 'connecting' || state === 'needsAdmin') === true;

/** What is absent stays as it is. */
export function useSaveMailSettings() {
  return useMailChange((edit: MailSettingsEdit) => postJson<MailView>(`${path}/settings`, edit));
}

/** Those that a person knows of; what the provider tells stays. */
export function useSaveAliases(box: string) {
  return useMailChange((aliases: readonly string[]) => postJson<MailView>(boxPath(box, 'aliases'), { aliases }));
}

export function useFillGap(box: string) {
  return useMailChange((gap: string) => postJson<MailView>(boxPath(box, 'fill'), { gap }));
}

/** Has the messages of these days counted. Nothing is read before `useStartRun`. */
export function useBackSync(box: string) {
  return useMailChange((days: MailDays) => postJson<MailView>(boxPath(box, 'back-sync'), days));
}

export function useStartRun(box: string) {
  return useMailChange((run: string) => postJson<MailView>(boxPath(box, 'start'), { run }));
}

export function useStopRun(box: string) {
  return useMailChange((run: string) => postJson<MailView>(boxPath(box, 'stop'), { run }));
}

function useMailChange<Input>(change: (input: Input) => Promise<MailView>) {
  const queries = useQueryClient();
  return useMutation({
    scope: { id: path },
    mutationFn: change,
    // A look that is under way may answer with the state before the change.
    onMutate: () => queries.cancelQueries({ queryKey: mailKey }),
    onSuccess: (view) => queries.setQueryData(mailKey, view),
    // Refused because it is another by now: then that is what should be looked at.
    onError: async () => await queries.invalidateQueries({ queryKey: mailKey }),
  });
}

type TraceWish = { readonly box: string; readonly about: MailSource };
type SendWish = { readonly box: string; readonly letter: NewLetter };

/** Why a message is, or is not, on a timeline. */
export function useTrace() {
  return useWish(({ box, about }: TraceWish, onWaiting) => askMailbox(box, 'trace', about, onWaiting));
}

/** Sends from the member's own mailbox. What was sent comes back as an engagement like any other. */
export function useSend() {
  const queries = useQueryClient();
  return useWish(async ({ box, letter }: SendWish, onWaiting) => {
    const view = await askMailbox(box, 'send', letter, onWaiting);
    await queries.invalidateQueries({ queryKey: engagementsKey });
    return view;
  });
}

const askMailbox = (
  box: string,
  what: 'trace' | 'send',
  body: object,
  onWaiting: (sentence: string) => void,
): Promise<MailWishView> =>
  wishAt<MailWishView>(boxPath(box, what), body, (wish) => boxPath(box, `wishes/${encodeURIComponent(wish)}`), {
    onWaiting,
  });
