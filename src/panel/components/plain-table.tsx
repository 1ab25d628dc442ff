interface PlainTableProps {
  caption?: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** What stands in a cell that has nothing. */
  empty?: string;
}

/** A table of texts; on a phone each cell shows its heading. */
export function PlainTable({ caption, head, rows, empty }: PlainTableProps) {
  return (
    <table className="k-table" data-plain="">
      {caption !== undefined && <caption>{caption}</caption>}
      <thead>
        <tr>
          {head.map((cell) => (
            <th key={cell} scope="col">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column} data-label={head[column]}>
                {empty === undefined ? cell : cell || empty}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
