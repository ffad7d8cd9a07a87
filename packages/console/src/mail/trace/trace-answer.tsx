import type { MailTraceView } from '@concord/core';
import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus } from '@tabler/icons-react';
import { linkTo } from '../../routing/location.ts';
import { timelinePath } from '../../routing/routes.ts';
import { Card } from '../../shell/card.tsx';
import { toPlainText } from '../../words/plain-text.ts';
import styles from './trace.module.css';
import { TraceAddresses } from './trace-addresses.tsx';
import { TraceSteps } from './trace-steps.tsx';

/** What came of a message: the answer first, then how it came about. */
export function TraceAnswer({ trace }: { readonly trace: MailTraceView }) {
  const { keeps, sentence, change, subject, from, places, messageId, addresses, engagement } = trace;
  const Icon = keeps ? IconCircleCheck : IconCircleMinus;
  const contact = addresses.find((one) => one.contact !== undefined)?.contact;
  return (
    <Card title={keeps ? 'It is kept' : 'It is left out'}>
      <div className={styles.parts}>
        <div className={styles.verdict} data-keeps={keeps || undefined}>
          <Icon size={24} stroke={1.6} aria-hidden />
          <div>
            <p className={styles.sentence}>{sentence}</p>
            {change && (
              <p>
                <strong>What would change it:</strong> {change}
              </p>
            )}
          </div>
        </div>
        <dl className={styles.facts}>
          <Fact name="Subject" value={toPlainText(subject) || '(no subject)'} />
          <Fact name="From" value={toPlainText(from) || 'nobody'} />
          <div>
            <dt>Where it is</dt>
            <dd>{places.length === 0 ? 'Nowhere in this mailbox' : <Places places={places} />}</dd>
          </div>
          {messageId && <Fact name="Message id" value={toPlainText(messageId)} />}
        </dl>
        {engagement !== undefined && contact !== undefined && (
          <Button
            component="a"
            className={styles.open ?? ''}
            variant="default"
            size="sm"
            {...linkTo(timelinePath(contact))}
          >
            Show it on the timeline
          </Button>
        )}
        <TraceSteps steps={trace.steps} />
        {addresses.length > 0 && <TraceAddresses addresses={addresses} />}
      </div>
    </Card>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

function Places({ places }: { readonly places: readonly string[] }) {
  return places.map((place, index) => (
    <span key={place}>
      {index > 0 && ', '}
      <bdi>{toPlainText(place)}</bdi>
    </span>
  ));
}
