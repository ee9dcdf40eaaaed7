/** Units as most of them are. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import { type Entries, raw, type Unit } from "../model/units.ts";

/** A unit that is started now and at every boot. */
export const unit = (
  name: string,
  comment: string,
  from: readonly SpecPath[],
  about: Entries,
  service: Entries,
): Unit => ({
  name,
  comment,
  enable: true,
  start: true,
  from,
  sections: [
    { name: "Unit", entries: about },
    { name: "Service", entries: service },
    { name: "Install", entries: [["WantedBy", "multi-user.target"]] },
  ],
});

/** A timer by that name, which is started and not enabled. */
export const timer = (
  name: string,
  comment: string,
  description: string,
  from: readonly SpecPath[],
  entries: Entries,
): Unit => ({
  name,
  comment,
  enable: false,
  start: true,
  from,
  sections: [
    { name: "Unit", entries: [["Description", description]] },
    { name: "Timer", entries },
  ],
});

/** Holds a unit's start until a shell command succeeds: systemd itself would go on waiting when the program has ended. */
export const startedWhen = (command: string): Entries => [
  ["ExecStartPost", ["/bin/sh", "-c", raw(`'until ${command}; do kill -0 $$MAINPID || exit 1; sleep 1; done'`)]],
];

/** A connection is a file, and systemd allows 1,024 unless it is told. */
export const openFiles = (most: number): Entries[number] => ["LimitNOFILE", String(most)];

/** A unit that does something once a boot, and again until it is done. */
export const ONCE: Entries = [
  ["Type", "oneshot"],
  ["RemainAfterExit", "yes"],
  ["Restart", "on-failure"],
  ["RestartSec", "10"],
];

/** Ten seconds keep a failing service below systemd's start limit of five in ten seconds. */
export const RESTART: Entries = [
  ["Restart", "always"],
  ["RestartSec", "10"],
];
