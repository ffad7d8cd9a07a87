import styles from './review.module.css';

const keys = [
  ['↑ ↓', 'or J K: walk'],
  ['1 – 9', 'answer'],
  ['A', 'for all like this'],
  ['U', 'take back'],
  ['W', 'why?'],
] as const;

/** What the keys do while a row has the focus. */
export function Keys() {
  return (
    <dl className={styles.keys} aria-label="Keys">
      {keys.map(([key, says]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  );
}
