/** One bar: a moment and how much. */
export interface Bar {
  readonly key: string;
  /** What stands below it. */
  readonly label: string;
  /** 0 or more; `null` where nothing is known. */
  readonly value: number | null;
}

const width = 720;
const height = 220;
const margin = { top: 12, right: 8, bottom: 36, left: 78 };

/**
 * Bars over time. What they show stands in a table beside them: the picture itself is one image with one sentence to
 * those who do not see it.
 */
export function Bars({
  label,
  bars,
  most,
  write,
}: {
  /** What is seen, in a sentence. */
  readonly label: string;
  readonly bars: readonly Bar[];
  /** The top of the scale. */
  readonly most: number;
  /** A value as people write it. */
  readonly write: (value: number) => string;
}) {
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const step = inner.width / Math.max(bars.length, 1);
  const top = most > 0 ? most : 1;
  const heightOf = (value: number) => (Math.min(value, top) / top) * inner.height;
  // Labels that would run into each other are left out.
  const every = Math.ceil(bars.length / 8);
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => share * top);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      width="100%"
      className="bars"
      style={{ maxWidth: width, display: "block" }}
    >
      <g transform={`translate(${margin.left} ${margin.top})`} fill="var(--mantine-color-text)">
        {lines.map((value) => {
          const y = inner.height - heightOf(value);
          return (
            <g key={value}>
              <line x1={0} x2={inner.width} y1={y} y2={y} stroke="var(--mantine-color-default-border)" />
              <text x={-6} y={y + 4} textAnchor="end">
                {write(value)}
              </text>
            </g>
          );
        })}
        {bars.map(({ key, label: below, value }, index) => {
          const x = index * step;
          const tall = heightOf(value ?? 0);
          return (
            <g key={key}>
              <rect
                x={x + step * 0.15}
                y={inner.height - tall}
                width={step * 0.7}
                height={tall}
                rx={2}
                fill="var(--mantine-color-indigo-6)"
              />
              {index % every === 0 ? (
                <text x={x + step / 2} y={inner.height + 25} textAnchor="middle">
                  {below}
                </text>
              ) : null}
            </g>
          );
        })}
      </g>
    </svg>
  );
}
