import type { WhyField, WhyRecord } from '@concord/core';
import { FieldChanges } from '../preview/field-changes.tsx';
import styles from './why.module.css';

/** Both sides and what they last agreed on, detail by detail; and what would be written now. */
export function WhyFields({ record }: { readonly record: WhyRecord }) {
  const { fields, left, right, writes } = record;
  if (fields.length === 0) return null;
  const isOthers = record.member !== undefined;
  return (
    <section>
      <h3>{isOthers ? `What ${left} says` : 'Both sides, and what they last agreed on'}</h3>
      <div className={styles.scroll}>
        <table className={styles.fields}>
          <thead>
            <tr>
              <th scope="col">Detail</th>
              <th scope="col">{left}</th>
              {!isOthers && <th scope="col">{right}</th>}
              {!isOthers && <th scope="col">Agreed on</th>}
              <th scope="col">Standing</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.label} data-standing={field.standing}>
                <th scope="row">{field.label}</th>
                <Value text={field.left} label={left} />
                {!isOthers && <Value text={field.right} label={right} />}
                {!isOthers && <Value text={field.base} label="Agreed on" />}
                <td data-label="Standing">{sayStanding(field.standing, left, right)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isOthers && (
        <p className={styles.quiet}>What stands in a member’s own account only is shown to that member alone.</p>
      )}
      <FieldChanges fields={writes} left={left} right={right} />
    </section>
  );
}

function Value({ text, label }: { readonly text: string | undefined; readonly label: string }) {
  return (
    <td data-label={label}>{text === undefined ? <span className={styles.none}>none</span> : <bdi>{text}</bdi>}</td>
  );
}

function sayStanding(standing: WhyField['standing'], left: string, right: string): string {
  const says = {
    same: 'the same',
    changedLeft: `changed in ${left}`,
    changedRight: `changed in ${right}`,
    changedBoth: 'changed on both sides',
    differs: 'as each side holds it',
    oneSided: 'on one side only',
  } as const satisfies Record<WhyField['standing'], string>;
  return says[standing];
}
