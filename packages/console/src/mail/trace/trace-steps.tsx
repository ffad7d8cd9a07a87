import type { MailTraceView } from '@concord/core';
import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconFlag } from '@tabler/icons-react';
import { mailRuleWords } from './rule-words.ts';
import styles from './trace.module.css';

/** Every rule in its turn, up to the one that answered. */
export function TraceSteps({ steps }: { readonly steps: MailTraceView['steps'] }) {
  return (
    <div>
      <h3>Rule by rule</h3>
      <ol className={styles.steps}>
        {steps.map(({ rule, sentence, answers }) => (
          <li key={rule} data-answers={answers || undefined}>
            <span className={styles.mark} aria-hidden>
              {answers ? <IconFlag size={15} stroke={2} /> : <IconArrowDown size={15} stroke={2} />}
            </span>
            <strong>
              {mailRuleWords[rule]}
              {answers && <VisuallyHidden> This rule answered.</VisuallyHidden>}
            </strong>
            <span>{sentence}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
