const PATHS = {
  check: 'M4 8.5l2.7 2.7L12 5.5',
  cross: 'M5 5l6 6M11 5l-6 6',
  running: 'M8 4.5V8l2.3 1.6',
  stop: 'M5.5 5.5h5v5h-5z',
  caught: 'M8 4.5v4.2M8 11.3v.2',
  right: 'M3 8h9M8.5 4.5L12 8l-3.5 3.5',
  left: 'M13 8H4M7.5 4.5L4 8l3.5 3.5',
  plug: 'M5 3v3M11 3v3M4 6h8v2a4 4 0 01-8 0zM8 12v2',
  copy: 'M6 6h7v7H6zM10 6V3H3v7h3',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside a word that says the same. */
export function Icon({ name, isRound = false }: { readonly name: IconName; readonly isRound?: boolean }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {isRound && <circle cx="8" cy="8" r="6.25" />}
      <path d={PATHS[name]} />
    </svg>
  );
}
