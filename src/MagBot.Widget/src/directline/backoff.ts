import type { Clock } from "./types";

const firstDelayMs = 600;
const longestDelayMs = 15_000;

/** Exponential back-off with jitter: a restarted server must not meet all its clients in the same second. */
export class Backoff {
  private failures = 0;

  constructor(private readonly clock: Clock) {}

  /** Between half of the step and the whole step; the steps double from 0.6 s to 15 s. */
  nextDelayMs(): number {
    const step = Math.min(longestDelayMs, firstDelayMs * 2 ** this.failures++);
    return step * (0.5 + this.clock.random() / 2);
  }

  reset(): void {
    this.failures = 0;
  }
}
