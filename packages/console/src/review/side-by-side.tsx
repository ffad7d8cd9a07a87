import type { ReviewRow, WhyField } from '@concord/core';
import styles from './review.module.css';

type SideBySideProps = { readonly row: ReviewRow; readonly fields: readonly WhyField[] };

/** Both values of each detail; those that differ stand out. */
export function SideBySide({ row, fields }: SideBySideProps) {
  if (fields.length === 0) return null;
  const [left, right] = row.isWithin ? ['One card', 'The other card'] : [row.left, row.right];
  return (
    <table className={styles.fields}>
      <thead>
        <tr>
          <th scope="col">Detail</th>
          <th scope="col">{left}</th>
          <th scope="col">{right}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.label} data-differs={differs.has(field.standing) || undefined}>
            <th scope="row">{field.label}</th>
            <td>{field.left === undefined ? <span className={styles.none}>none</span> : <bdi>{field.left}</bdi>}</td>
            <td>{field.right === undefined ? <span className={styles.none}>none</span> : <bdi>{field.right}</bdi>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const differs: ReadonlySet<WhyField['standing']> = new Set(['differs', 'changedBoth', 'changedLeft', 'changedRight']);
