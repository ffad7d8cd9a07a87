import type { WhyRecord as Told } from '@concord/core';
import { useLook } from '../api/why.ts';
import { linkTo } from '../routing/location.ts';
import { reviewPath } from '../routing/routes.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { useNow } from '../shell/use-now.ts';
import { sayAgo, sayInstant } from '../words/time.ts';
import styles from './why.module.css';
import { WhyFields } from './why-fields.tsx';
import { WhyHistory } from './why-history.tsx';
import { WhyReasons } from './why-reasons.tsx';
import { WhyWaits } from './why-waits.tsx';

type WhyRecordProps = { readonly query: string; readonly record: Told; readonly onLook: () => void };

/** One record: what is decided and why, what it waits for, both sides, who was thought of, and its past. */
export function WhyRecord({ query, record, onLook }: WhyRecordProps) {
  const { title, subtitle, left, right, account, member, state, rule, waits, candidates, history } = record;
  return (
    <Card title={<bdi>{title}</bdi>} aside={<Look query={query} record={record} onLook={onLook} />}>
      <div className={styles.parts}>
        <p className={styles.place}>
          {subtitle !== '' && (
            <>
              <bdi>{subtitle}</bdi> ·{' '}
            </>
          )}
          {left} and {right} (<bdi>{account}</bdi>){member !== undefined && <> · the sync of {member}</>}
        </p>
        <section>
          <h3>What Concord does</h3>
          <p>
            {state.sentence} {rule.sentence} <code className={styles.rule}>{rule.name}</code>
          </p>
          <WhyReasons reasons={record.reasons} />
        </section>
        {waits.length > 0 && <WhyWaits waits={waits} />}
        {waits.some(({ code }) => toAnswer.has(code)) && member === undefined && (
          <p>
            <a {...linkTo(reviewPath)}>Answer it under “Waiting for you”</a>
          </p>
        )}
        <WhyFields record={record} />
        {candidates.length > 0 && <Candidates candidates={candidates} />}
        {history.length > 0 && <WhyHistory record={record} />}
      </div>
    </Card>
  );
}

const toAnswer: ReadonlySet<string> = new Set(['person', 'field', 'parked']);

function Look({ query, record, onLook }: WhyRecordProps) {
  const look = useLook(query);
  const now = useNow();
  const seenAt = Math.max(record.seen.left ?? 0, record.seen.right ?? 0);
  const ask = (): void =>
    look.mutate(record, {
      onSuccess: () => {
        announce('Both sides are being looked at.');
        onLook();
      },
    });
  return (
    <div className={styles.look}>
      {seenAt > 0 && <time title={sayInstant(seenAt)}>last changed or seen anew {sayAgo(now - seenAt)}</time>}
      {record.canLook && (
        <ActionButton
          size="sm"
          variant="default"
          isBusy={look.isPending}
          aria-label={`Look at both sides now: ${record.title}`}
          onClick={ask}
        >
          Look at both sides now
        </ActionButton>
      )}
      {look.error && <Failure error={look.error} />}
    </div>
  );
}

function Candidates({ candidates }: Pick<Told, 'candidates'>) {
  return (
    <section>
      <h3>What was thought of on the other side</h3>
      <ul className={styles.candidates}>
        {candidates.map((one) => (
          <li key={one.mapping}>
            <bdi className={styles.name}>{one.title}</bdi>
            <bdi className={styles.quiet}>{one.subtitle}</bdi>
            <p>{one.sentence}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
