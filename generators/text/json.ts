/** JSON as the output has it everywhere: two blanks, a newline at the end. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Lists of plain values on one line: such files are read by people, too. */
export const listsOnOneLine = (json: string): string =>
  json.replaceAll(
    // A line break is outside every text: inside one it is escaped.
    /\[\n\s+((?:"(?:[^"\\]|\\.)*"|\d+)(?:,\n\s+(?:"(?:[^"\\]|\\.)*"|\d+))*)\n\s+\]/g,
    (_, inner: string) => `[${inner.replaceAll(/,\n\s+/g, ", ")}]`,
  );
