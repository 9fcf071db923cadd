import { sign } from './dom.js';

/** @param {number} milliseconds @param {AbortSignal} signal rejects the promise @returns {Promise<void>} */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** @param {EventTarget} target @param {string} name @param {AbortSignal} signal rejects the promise @returns {Promise<Event>} */
export function once(target, name, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason));
    target.addEventListener(name, resolve, { once: true, signal });
  });
}

/**
 * Returns a text that counts seconds, up or down to zero. Screen readers skip it: they would read every second.
 *
 * @param {number} from
 * @param {1 | -1} step
 */
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
