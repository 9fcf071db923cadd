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

/** Counts seconds, up or down to zero. @param {number} from @param {1 | -1} step */
export function ticking(from, step) {
  const element = sign('', 'ticking');
  const started = performance.now();
  const show = () => {
    const seconds = Math.max(0, from + step * Math.floor((performance.now() - started) / 1000));
    element.textContent = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  };
  const timer = setInterval(() => (element.isConnected ? show() : clearInterval(timer)), 500);
  show();
  return element;
}
