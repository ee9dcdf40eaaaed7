import { availableParallelism, loadavg } from "node:os";

const fibonacci = (n: number): number => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2));

/** Work, and the milliseconds that it takes on the machine which the limits are meant for, idle. */
const WORK = 35;
const WORK_MS = 90;

/**
 * How many times slower this machine is, as it is now, than that one; a whole number. Limits are multiplied with it, and
 * are wide even so: they are there for what hangs, and nothing fails because it is slow.
 */
export function pace(): number {
  const started = performance.now();
  fibonacci(WORK);
  const slowness = (performance.now() - started) / WORK_MS;
  const load = (loadavg()[0] ?? 0) / availableParallelism();
  return Math.ceil(Math.max(1, slowness) * Math.max(1, load));
}
