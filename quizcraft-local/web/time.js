import { sign } from './dom.js';

/** @param {EventTarget} target @param {string} name @param {AbortSignal} signal @returns {Promise<Event>} */
export function once(target, name, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason));
    target.addEventListener(name, resolve, { once: true, signal });
  });
}

/** @param {number} milliseconds @param {AbortSignal} signal */
export const pause = (milliseconds, signal) => once(AbortSignal.timeout(milliseconds), 'abort', signal);

/** Shows a time that grows. @param {number} seconds its start */
export const countingUp = (seconds) => ticking((passed) => seconds + passed);

/** Shows the time that is left. @param {number} seconds */
export const countingDown = (seconds) => ticking((passed) => Math.max(0, seconds - passed));

/** Shows a time that changes while it is part of the page. @param {(passed: number) => number} secondsAfter */
function ticking(secondsAfter) {
  const element = sign('', 'ticking');
  const started = performance.now();
  const show = () => {
    const passed = Math.floor((performance.now() - started) / 1000);
    element.textContent = duration(secondsAfter(passed));
  };
  const timer = setInterval(() => {
    if (element.isConnected) show();
    else clearInterval(timer);
  }, 500);
  show();
  return element;
}

/** @param {number} seconds */
const duration = (seconds) => (seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`);
