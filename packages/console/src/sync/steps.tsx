import { VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import styles from './steps.module.css';

const steps = [
  { step: 'authorize', label: 'Authorize' },
  { step: 'choose', label: 'Choose' },
  { step: 'preview', label: 'Preview' },
  { step: 'sync', label: 'Sync' },
  { step: 'live', label: 'Live' },
] as const;

export type Step = (typeof steps)[number]['step'];

/** Where a person is on the way from nothing to a live sync. */
export function Steps({ current }: { readonly current: Step }) {
  const at = steps.findIndex(({ step }) => step === current);
  return (
    <ol className={styles.steps} aria-label="Steps">
      {steps.map(({ step, label }, index) => (
        <li
          key={step}
          className={styles.step}
          data-state={index < at ? 'done' : index === at ? 'current' : 'ahead'}
          {...(index === at ? { 'aria-current': 'step' as const } : {})}
        >
          <span className={styles.mark} aria-hidden>
            {index < at ? <IconCheck size={14} stroke={2.5} /> : index + 1}
          </span>
          <span className={styles.label}>{label}</span>
          {index < at && <VisuallyHidden>(done)</VisuallyHidden>}
        </li>
      ))}
    </ol>
  );
}
