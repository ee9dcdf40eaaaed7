/** Whether machines of several roles can be described at once. */
import type { Machine, MachineFile } from "../model/machine.ts";
import { unitText } from "../text/units.ts";

/** Two roles whose hosts would have different things under one name. */
interface Clash {
  readonly name: string;
  readonly roles: readonly [string, string];
}

const contentOf = ({ mode, owner, content }: MachineFile): string => `${mode} ${owner} ${content}`;

/** What nobody can tell apart by its name. */
export function clashes(machines: readonly Machine[]): readonly Clash[] {
  const seen = new Map<string, readonly [role: string, text: string]>();
  return machines.flatMap(({ role, files, units }) =>
    [
      ...files.map((file) => [file.path, contentOf(file)] as const),
      ...units.map((unit) => [unit.name, unitText(unit)] as const),
    ].flatMap(([name, text]): readonly Clash[] => {
      const known = seen.get(name);
      if (known === undefined) seen.set(name, [role, text]);
      return known === undefined || known[1] === text ? [] : [{ name, roles: [known[0], role] }];
    }),
  );
}
